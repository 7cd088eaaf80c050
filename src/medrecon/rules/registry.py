"""Every rule, in the order in which it speaks. The order changes no answer."""

from __future__ import annotations

from medrecon.rules import data, presence, regimen, state
from medrecon.rules.draft import Rule

RULES: tuple[Rule, ...] = (
    Rule("presence.omission", "NICE NG5 1.3; NPSA RRR009", presence.omission),
    Rule("presence.not_taken_up", "NHS Discharge Medicines Service stage 2", presence.not_taken_up),
    Rule(
        "presence.hidden_specialist",
        "NHS England: record medicines prescribed elsewhere",
        presence.hidden_specialist,
    ),
    Rule(
        "state.discontinued_represcribed",
        "NHS Discharge Medicines Service stage 2; CancelRx",
        state.discontinued_represcribed,
    ),
    Rule("regimen.dose_conflict", "NICE NG5 1.3; EQUIP", regimen.dose_conflict),
    Rule("data.incomplete_data", "RPS Keeping patients safe (core content)", data.incomplete_data),
)
