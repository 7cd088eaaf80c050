"""The TRUD layout: which file holds which rows, which column is the id, and who stands above whom.

Source: the official dm+d v2.3 schemas; the archive layouts of TRUD items 24 (main) and 25 (bonus).
"""

from __future__ import annotations

import re

# `f_vmp2_3140825.xml`, `f_gtin2_0140825.xml`, `f_vmp2_test.xml`: the kind of file, and the extract date.
FILE_NAME = re.compile(r"^f_([a-z_]+)\d*_(\d?)(\d{6})?[^/]*\.xml$", re.I)
KINDS = ("lookup", "ingredient", "vtm", "vmp", "amp", "vmpp", "ampp", "gtin")
BONUS_KINDS = ("history", "vtm_ing", "bnf")
REQUIRED = ("vtm", "vmp", "amp", "vmpp", "ampp", "ingredient", "lookup")

# kind of file -> row element -> (level or None for a detail row, id column)
ROWS: dict[str, dict[str, tuple[str | None, str]]] = {
    "vtm": {"VTM": ("VTM", "VTMID")},
    "ingredient": {"ING": ("ING", "ISID")},
    "vmp": {
        "VMP": ("VMP", "VPID"),
        **dict.fromkeys(("VPI", "ONT", "DFORM", "DROUTE", "CONTROL_INFO"), (None, "VPID")),
    },
    "amp": {
        "AMP": ("AMP", "APID"),
        **dict.fromkeys(("AP_ING", "LIC_ROUTE", "AP_INFO"), (None, "APID")),
    },
    "vmpp": {
        "VMPP": ("VMPP", "VPPID"),
        "DTINFO": (None, "VPPID"),
        "CCONTENT": (None, "PRNTVPPID"),
    },
    "ampp": {
        "AMPP": ("AMPP", "APPID"),
        **dict.fromkeys(
            ("PACK_INFO", "PRESCRIB_INFO", "PRICE_INFO", "REIMB_INFO"), (None, "APPID")
        ),
        "CCONTENT": (None, "PRNTAPPID"),
    },
    "gtin": {"AMPP": (None, "AMPPID")},
    "vtm_ing": {"VTM_ING": (None, "VTMID")},
    "bnf": {"VMP": (None, "VPID"), "AMP": (None, "APID")},
}
# the columns of a concept that name what stands above it
PARENTS = {
    "VMP": ("VTMID",),
    "AMP": ("VPID",),
    "VMPP": ("VPID",),
    "AMPP": ("APID", "VPPID"),
}
PREVIOUS = {"VTM": "VTMIDPREV", "VMP": "VPIDPREV", "ING": "ISIDPREV"}
# detail rows of the bonus files keep their own name, so that they never mix with those of the main file
DETAIL_NAME = {"gtin": "GTIN", "bnf": "BNF"}
