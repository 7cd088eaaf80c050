"""Pack a folder of dm+d XML into the sample archive, the same bytes every time.

python data/dmd_samples/make_sample.py FOLDER_OF_XML
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

NAME = "nhsbsa_dmd_0.0.0_20250814000001.zip"


def main(folder: Path) -> None:
    """Write the archive beside this script."""
    out = Path(__file__).with_name(NAME)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(folder.glob("f_*.xml")):
            info = zipfile.ZipInfo(file.name, (2025, 8, 14, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, file.read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
