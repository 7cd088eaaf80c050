"""Every rule, in the order in which it speaks. The order changes no answer."""

from __future__ import annotations

from medrecon.rules import (
    courses,
    data,
    duplication,
    forms,
    harm,
    holds,
    omissions,
    plan,
    pregnancy,
    presence,
    product,
    regimen,
    safety,
    state,
    stops,
    timing,
    unread,
)
from medrecon.rules.draft import Rule

RULES: tuple[Rule, ...] = (
    Rule("presence.omission", "NICE NG5 1.3; NPSA RRR009", omissions.omission),
    Rule(
        "presence.not_taken_up",
        "NHS Discharge Medicines Service stage 2",
        omissions.not_taken_up,
        ("omission",),
    ),
    Rule(
        "presence.missing_line",
        "NICE NG5 1.3; SPS modified-release opioids",
        omissions.missing_line,
        ("omission",),
    ),
    Rule(
        "presence.unlisted",
        "NHS Discharge Medicines Service; NICE SC1",
        omissions.unlisted,
        ("omission",),
    ),
    Rule(
        "presence.addition_undocumented",
        "RPS Keeping patients safe: reason for each new medicine",
        presence.addition_undocumented,
    ),
    Rule(
        "presence.hidden_specialist",
        "NHS England: record medicines prescribed elsewhere",
        presence.hidden_specialist,
    ),
    Rule(
        "presence.otc_unrecorded",
        "NICE NG5 1.3 (over-the-counter and complementary medicines)",
        presence.otc_unrecorded,
    ),
    Rule(
        "state.discontinued_represcribed",
        "NHS Discharge Medicines Service stage 2; CancelRx pilot",
        stops.discontinued_represcribed,
    ),
    Rule(
        "state.restarted_undocumented",
        "PRSB medication change (reason)",
        stops.restarted_undocumented,
    ),
    Rule(
        "state.on_hold_not_restarted",
        "PRSB medication change (suspended, review)",
        holds.on_hold_not_restarted,
    ),
    Rule(
        "state.stop_undocumented", "PRSB discontinued medicines (reason)", state.stop_undocumented
    ),
    Rule("state.acute_overrun", "NHSE Steroid Emergency Card; NICE NG15", courses.acute_overrun),
    Rule(
        "state.planned_change_not_actioned",
        "NHS Discharge Medicines Service stage 2",
        plan.planned_change_not_actioned,
    ),
    Rule("state.status_conflict", "FHIR MedicationStatement.status", state.status_conflict),
    Rule("state.stale_entry", "GP Connect and SCR look-back windows", state.stale_entry),
    Rule("regimen.dose_conflict", "NICE NG5 1.3; EQUIP", regimen.dose_conflict),
    Rule(
        "regimen.unread_number", "NPSA RRR013 (insulin)", unread.unread_number, ("dose_conflict",)
    ),
    Rule("regimen.bare_strengths", "ISMP; NPSA", unread.bare_strengths, ("dose_conflict",)),
    Rule("regimen.frequency_conflict", "Claeys 2012", regimen.frequency_conflict),
    Rule(
        "regimen.weekly_daily",
        "NHS Never Events; MHRA Drug Safety Update September 2020",
        regimen.weekly_daily,
    ),
    Rule("regimen.unit_suspect", "EQUIP; NPSA RRR013", regimen.unit_suspect),
    Rule(
        "regimen.timing_conflict",
        "Parkinson's UK Get It On Time; NPSA RRR009",
        timing.timing_conflict,
    ),
    Rule(
        "regimen.dose_split",
        "Parkinson's UK Get It On Time; NICE NG243",
        timing.dose_split,
        ("timing_conflict",),
    ),
    Rule(
        "regimen.duration_conflict",
        "RPS Keeping patients safe: intended duration",
        timing.duration_conflict,
    ),
    Rule(
        "regimen.prn_regular_conflict",
        "Stockton 2017 (as needed to regular)",
        forms.prn_regular_conflict,
    ),
    Rule("regimen.route_conflict", "Stockton 2017", forms.route_conflict),
    Rule(
        "regimen.site_conflict",
        "NPSA wrong site; RCOphth",
        forms.site_conflict,
        ("route_conflict",),
    ),
    Rule("regimen.form_conflict", "Claeys 2012", forms.form_conflict),
    Rule("regimen.release_conflict", "SPS brand prescribing", forms.release_conflict),
    Rule("regimen.strength_conflict", "NPSA and MHRA strength alerts", forms.strength_conflict),
    Rule(
        "regimen.two_strengths",
        "MHRA Drug Safety Update September 2020 (methotrexate: one strength)",
        forms.two_strengths,
        ("strength_conflict",),
    ),
    Rule(
        "product.brand_continuity",
        "SPS brand prescribing; MHRA Drug Safety Update November 2013",
        product.brand_continuity,
    ),
    Rule(
        "product.device_change", "BNF 3.1.5; MHRA adrenaline auto-injectors", product.device_change
    ),
    Rule(
        "product.substitution_not_reversed",
        "NICE NG5 1.3 (therapeutic interchange)",
        product.substitution_not_reversed,
    ),
    Rule(
        "duplication.within_source",
        "NICE NG5 1.3",
        duplication.duplicate_within_source,
        ("duplicate_within_source", "duplicate_ingredient"),
    ),
    Rule(
        "duplication.ingredient",
        "NICE NG5 1.3",
        duplication.duplicate_ingredient,
        ("duplicate_ingredient",),
    ),
    Rule(
        "duplication.combination",
        "BNF",
        duplication.duplicate_combination,
        ("duplicate_combination",),
    ),
    Rule("duplication.class", "BNF; MHRA", duplication.duplicate_class, ("duplicate_class",)),
    Rule("data.ambiguous_dose", "NHS dose syntax; NPSA", data.ambiguous_dose),
    Rule("unread.unread_dose", "NHS dose syntax; NPSA", unread.unread_dose, ("ambiguous_dose",)),
    Rule("data.incomplete_data", "RPS Keeping patients safe (core content)", data.incomplete_data),
    Rule(
        "data.missing_parts",
        "RPS Keeping patients safe (core content)",
        data.missing_parts,
        ("incomplete_data",),
    ),
    Rule("data.code_text_mismatch", "DAPB4013", data.code_text_mismatch),
    Rule(
        "data.transcription_suspect",
        "MHRA Drug Safety Update January 2018; ISMP",
        data.transcription_suspect,
    ),
    Rule(
        "data.implausible_patient",
        "NPSA patient identification",
        data.implausible_patient,
        ("wrong_patient",),
    ),
    Rule("safety.allergy_conflict", "NICE CG183", safety.allergy_conflict),
    Rule(
        "safety.class_stopped_for_harm",
        "BNF and SmPC contraindications of a class; NICE CG183",
        harm.class_stopped_for_harm,
        ("discontinued_represcribed", "allergy_conflict"),
    ),
    Rule(
        "safety.harm_in_pregnancy",
        "MHRA Drug Safety Update April 2018, June 2024; SmPC contraindications",
        pregnancy.harm_in_pregnancy,
        ("allergy_conflict",),
    ),
    Rule("safety.supply_gap", "NICE NG5; Pye 2018", safety.supply_gap),
    Rule(
        "safety.red_drug_in_primary_care",
        "local RAG lists; NHS England",
        safety.red_drug_in_primary_care,
    ),
)
