"""Product: is it still the same one where that matters."""

from __future__ import annotations

from typing import Any

import pytest
from finding_cases import RECENT, case

CASES = [
    case(
        "Adizem generic vs brand unspecified",
        {"brand_continuity diltiazem": "high"},
        gp=[f"Adizem-XL 200mg capsules|1 od|{RECENT}"],
        ward=["Diltiazem 200mg modified-release capsules|200 mg OD|"],
    ),
    case(
        "The brand in brackets is the brand",
        {},
        gp=[f"Tacrolimus (Adoport) 1mg capsules|2 bd|{RECENT}"],
        ward=["Adoport 1mg capsules|2 mg BD|"],
    ),
    case(
        "The brand in brackets is another",
        {"brand_continuity tacrolimus": "high"},
        gp=[f"Tacrolimus (Adoport) 1mg capsules|2 bd|{RECENT}"],
        ward=["Prograf 1mg capsules|2 mg BD|"],
    ),
    case(
        "A brand without its strength is the brand",
        {},
        gp=[f"NovoRapid FlexPen|8 units tds|{RECENT}"],
        ward=["NovoRapid FlexPen 100units/ml|8 units TDS|"],
    ),
    case(
        "A bare brand beside another",
        {"brand_continuity insulin glargine": "high"},
        gp=[f"Lantus|20 units on|{RECENT}"],
        ward=["Abasaglar 100units/ml|20 units ON|"],
    ),
    case(
        "Soluble insulin of 500 units in 1 ml is an insulin, and not that of 100",
        {"strength_conflict insulin soluble human": "critical"},
        gp=[f"Insulin human 500units/ml solution for injection 20ml vials|60 units tds|{RECENT}"],
        ward=["Insulin soluble human 100units/ml solution for injection 10ml vials|60 units TDS|"],
    ),
    case(
        "Soluble insulin of 500 units in 1 ml on both lists",
        {},
        gp=[f"Insulin human 500units/ml solution for injection 20ml vials|60 units tds|{RECENT}"],
        ward=["Insulin human 500units/ml|60 units TDS|"],
    ),
    case(
        "Morphine once a day against morphine twice a day",
        {"release_conflict morphine": "critical"},
        gp=[f"MXL 60mg capsules|1 od|{RECENT}"],
        ward=["Zomorph 30mg modified-release capsules|30 mg BD|"],
    ),
    case(
        "Morphine twice a day under two brands",
        {"brand_continuity morphine": "high"},
        gp=[f"Zomorph 30mg modified-release capsules|1 bd|{RECENT}"],
        ward=["MST Continus 30mg tablets|30 mg BD|"],
    ),
    case(
        "Morphine once a day on both lists",
        {},
        gp=[f"MXL 60mg capsules|1 od|{RECENT}"],
        ward=["MXL 60mg capsules|60 mg OD|"],
    ),
    case(
        "Brand lithium",
        {"brand_continuity lithium": "high"},
        event="review",
        gp=[f"Priadel 400mg modified-release tablets|1 on|{RECENT}"],
        pmr=["Camcolit 400 modified-release tablets|1 on|issued=2026-03-02; days=28"],
    ),
    case(
        "Brand tacrolimus",
        {"brand_continuity tacrolimus": "high"},
        gp=[f"Adoport 1mg capsules|2 bd|{RECENT}"],
        ward=["Tacrolimus 1mg capsules|2 mg BD|"],
    ),
    case(
        "Buprenorphine patch brand 7d",
        {"brand_continuity buprenorphine": "high"},
        gp=[f"Butec 10micrograms/hour transdermal patches|1 patch every 7 days|{RECENT}"],
        ward=["Buprenorphine 10micrograms/hour transdermal patches|1 patch every 7 days|"],
    ),
    case(
        "Ciclosporin brand",
        {"brand_continuity ciclosporin": "high"},
        event="review",
        gp=[f"Neoral 50mg capsules|1 bd|{RECENT}"],
        pmr=["Capimune 50mg capsules|1 bd|issued=2026-03-02; days=28"],
    ),
    case(
        "Diltiazem brand",
        {"brand_continuity diltiazem": "high"},
        gp=[f"Tildiem LA 200 capsules|1 od|{RECENT}"],
        ward=["Adizem-XL 200mg capsules|200 mg OD|"],
    ),
    case(
        "Insulin GP generic vs brand PMR",
        {"brand_continuity insulin glargine": "high"},
        event="review",
        gp=[
            f"Insulin glargine 100units/ml solution for injection 3ml pre-filled disposable devices|20 units on|{RECENT}"
        ],
        pmr=[
            "Abasaglar KwikPen 100units/ml solution for injection 3ml pre-filled pens|20 units on|issued=2026-03-02; days=28"
        ],
    ),
    case(
        "Lamotrigine brand to brand",
        {"brand_continuity lamotrigine": "moderate"},
        event="review",
        gp=[f"Lamictal 100mg tablets|1 bd|{RECENT}"],
        pmr=[
            "Lamotrigine 100mg tablets|1 bd|issued=2026-03-02; days=28; brand=Zentiva lamotrigine"
        ],
    ),
    case(
        "Old strength of inhaler Clenil vs Qvar",
        {"brand_continuity beclometasone": "high"},
        event="review",
        gp=[f"Clenil Modulite 100micrograms/dose inhaler|2 puffs bd|{RECENT}"],
        pmr=["Qvar 100micrograms/dose inhaler|2 puffs bd|issued=2026-03-02; days=28"],
    ),
    case(
        "Half of Qvar for Clenil is the same dose, double is not",
        {"dose_conflict beclometasone": "moderate", "brand_continuity beclometasone": "high"},
        event="review",
        gp=[f"Clenil Modulite 100micrograms/dose inhaler|1 puff bd|{RECENT}"],
        pmr=[f"Qvar 100micrograms/dose inhaler|2 puffs bd|{RECENT}"],
    ),
    case(
        "Melts of desmopressin at the dose of the tablets",
        {},
        gp=[f"Desmopressin 200microgram tablets|1 on|{RECENT}"],
        ward=["Desmopressin 120microgram oral lyophilisates|120 micrograms ON|"],
    ),
    case(
        "Tablets of desmopressin at the dose of the melts",
        {},
        gp=[f"Desmopressin 60microgram oral lyophilisates|60 micrograms tds|{RECENT}"],
        ward=["Desmopressin 100microgram tablets|100 micrograms TDS|"],
    ),
    case(
        "Twice the dose of desmopressin as melts",
        {"dose_conflict desmopressin": "moderate"},
        gp=[f"Desmopressin 200microgram tablets|1 on|{RECENT}"],
        ward=["Desmopressin 240microgram oral lyophilisates|240 micrograms ON|"],
    ),
    case(
        "Seretide accuhaler vs evohaler",
        {"device_change fluticasone+salmeterol": "moderate"},
        gp=[f"Seretide 250 Accuhaler|1 puff bd|{RECENT}"],
        ward=["Seretide 125 Evohaler|2 puffs BD|"],
    ),
    case(
        "Device",
        {"device_change budesonide+formoterol": "moderate"},
        event="review",
        gp=[f"Symbicort 200/6 Turbohaler|2 puffs bd|{RECENT}"],
        pmr=[
            "DuoResp Spiromax 160micrograms/dose / 4.5micrograms/dose dry powder inhaler|2 puffs bd|issued=2026-03-02; days=30"
        ],
    ),
    case(
        "Pen and cartridge device",
        {"device_change insulin aspart": "moderate"},
        event="review",
        gp=[
            f"NovoRapid FlexPen 100units/ml solution for injection 3ml pre-filled pens|8 units tds with meals|{RECENT}"
        ],
        pmr=[
            "NovoRapid Penfill 100units/ml solution for injection 3ml cartridges|8 units tds with meals|issued=2026-03-02; days=28"
        ],
    ),
    case(
        "Spiriva respimat vs handihaler",
        {"device_change tiotropium": "moderate"},
        gp=[
            f"Spiriva Respimat 2.5micrograms/dose inhalation solution cartridge with device|2 puffs od|{RECENT}"
        ],
        ward=["Spiriva 18microgram inhalation powder capsules with HandiHaler|18 micrograms OD|"],
    ),
    case(
        "Substitution not reversed",
        {"substitution_not_reversed esomeprazole+lansoprazole": "moderate"},
        event="discharge",
        gp=[f"Esomeprazole 20mg gastro-resistant tablets|1 od|{RECENT}"],
        ward=[
            "Lansoprazole 15mg gastro-resistant capsules|15 mg OD|start=2026-03-10; note=formulary substitution for esomeprazole"
        ],
        discharge=["Lansoprazole 15mg gastro-resistant capsules|15 mg OD|"],
    ),
    case(
        "Brand cat3 silent",
        {},
        gp=[f"Keppra 500mg tablets|1 bd|{RECENT}"],
        ward=["Levetiracetam 500mg tablets|500 mg BD|"],
    ),
    case(
        "Hospital chart names brand of same med",
        {},
        gp=[f"Apixaban 5mg tablets|1 bd|{RECENT}"],
        ward=["Eliquis 5mg tablets|5 mg BD|"],
    ),
]


@pytest.mark.parametrize(("says", "lists"), CASES)
def test_what_is_said_and_nothing_else(
    says: dict[str, str], lists: dict[str, Any], said: Any
) -> None:
    assert said(lists, low=says) == says
