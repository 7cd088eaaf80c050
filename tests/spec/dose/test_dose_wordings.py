"""What UK dosage wordings mean. Left the text as written, right the short wording of what was read."""

from __future__ import annotations

import pytest

from medrecon.dose import parse_dosage

EVERYDAY = [
    ("Take ONE tablet twice a day", "1 tablet twice a day"),
    ("1 od", "1 once a day"),
    ("2 qid", "2, 4 times a day"),
    ("1 tds pc", "1, 3 times a day after food"),
    ("take 1 (one) tablet b.d.", "1 tablet twice a day"),
    ("EIGHT (8) tablets DAILY", "8 tablets once a day"),
    ("½ tablet od", "0.5 tablet once a day"),
    ("1½ tablets daily", "1.5 tablets once a day"),
    ("one and a half tablets bd", "1.5 tablets twice a day"),
    ("take 1/2 to 1 tablet at night", "0.5-1 tablet once a day at night"),
    ("One to three tablets at night", "1-3 tablets once a day at night"),
    ("take two (2) capsules at night", "2 capsules once a day at night"),
    ("Two 5ml spoons at night", "2 x 5ml spoonfuls once a day at night"),
    ("1 x 5ml spoon tds", "1 x 5ml spoonful 3 times a day"),
    ("2.5 mls three times a day", "2.5 ml 3 times a day"),
    ("100mcg od mane", "100 micrograms once a day in the morning"),
    ("1,000 units daily", "1,000 units once a day"),
    ("olanzapine: 10mg ON", "10 mg once a day at night"),
    ("twice daily 5ml", "5 ml twice a day"),
    ("2x daily", "twice a day"),
    ("1 tabelt twice dialy", "1 tablet twice a day"),
]

HOURS_DAYS_WEEKS = [
    ("5mg 4 hourly prn", "5 mg every 4 hours when required"),
    ("1 q6h", "1 every 6 hours"),
    ("5mg every 4/24", "5 mg every 4 hours"),
    ("one or two every four to six hours", "1-2 every 4-6 hours"),
    ("2 tablets alternate days", "2 tablets every 2 days"),
    ("one every 3rd day", "1 every 3 days"),
    ("Take SIX tablets once a week on Mondays", "6 tablets once a week on Monday"),
    ("1 tab mon wed fri", "1 tablet 3 times a week on Monday, Wednesday, Friday"),
    ("daily Mon to Fri", "once a day on Monday, Tuesday, Wednesday, Thursday, Friday"),
    ("40mg subcut fortnightly", "40 mg every 2 weeks subcutaneous"),
    ("50mg 4 weekly", "50 mg every 4 weeks"),
    ("75mg 3-weekly", "75 mg every 3 weeks"),
    ("1mg IM 3 monthly", "1 mg every 3 months intramuscular"),
    ("5mg OD for 4 days every 28 days", "5 mg once a day for 4 days every 28 days"),
]

TIMES_OF_DAY = [
    ("1 mane 2 nocte", "1 once a day in the morning, and 2 once a day at night"),
    (
        "8 units before breakfast and 10 before evening meal",
        "8 units once a day before breakfast, and 10 units once a day before evening meal",
    ),
    ("mane 1, nocte 2", "1 once a day in the morning, and 2 once a day at night"),
    ("one morning, one evening", "1 twice a day in the morning, in the evening"),
    ("twice a day, one in the morning and one at night", "1 twice a day in the morning, at night"),
    ("take one at 8am, 12 noon and 6pm", "1, 3 times a day at 08:00, 12:00, 18:00"),
    ("20mg bd (8am and 2pm)", "20 mg twice a day at 08:00, 14:00"),
    ("1 at night at 10pm", "1 once a day at 22:00"),
    ("one a day before food", "1 once a day before food"),
    ("take one an hour before food", "1, 60 minutes before food"),
    ("10ml after meals and at bedtime", "10 ml after food, at bedtime"),
    ("Morning: 1, Night: 2", "1 once a day in the morning, and 2 once a day at night"),
    ("1 bd x 7 days with food", "1 twice a day with food for 7 days"),
    ("take one 30 minutes before breakfast", "1 once a day 30 minutes before breakfast"),
    (
        "1 with breakfast, lunch and evening meal",
        "1, 3 times a day with breakfast, with lunch, with evening meal",
    ),
]

AS_REQUIRED = [
    (
        "2 tabs 4-6 hrly prn (max 8/day)",
        "2 tablets every 4-6 hours when required maximum 8 in 1 day",
    ),
    ("1-2 qds prn max 8/24h", "1-2, 4 times a day when required maximum 8 in 24 hours"),
    ("2 puffs up to qds prn", "2 puffs up to 4 times a day when required"),
    ("10mg when required for pain", "10 mg when required for pain"),
    ("1 tab tds/prn", "1 tablet 3 times a day when required"),
    ("one puff bd and prn", "1 puff twice a day, and 1 puff when required"),
    (
        "5ml qds prn, max 4 doses in 24 hours",
        "5 ml 4 times a day when required maximum 4 doses in 24 hours",
    ),
]

PLACES = [
    ("one drop to right eye qds for 2 weeks", "1 drop 4 times a day ocular right eye for 2 weeks"),
    ("two sprays each nostril bd", "2 sprays twice a day nasal each nostril"),
    ("One suppository PR nocte", "1 suppository once a day at night rectal"),
    ("1-2 sprays s/l prn chest pain", "1-2 sprays sublingual when required for chest pain"),
    ("inhale 2 puffs bd", "2 puffs twice a day inhalation"),
    ("500mg IV tds", "500 mg 3 times a day intravenous"),
]

INFUSIONS_AND_WEIGHT = [
    ("1000ml over 8 hours", "1,000 ml over 8 hours"),
    ("20ml/hr", "20 ml/h"),
    ("2 litres per minute", "2 litre/min"),
    ("15mg/kg od", "15 mg/kg once a day"),
]


@pytest.mark.parametrize(
    ("text", "read"),
    EVERYDAY + HOURS_DAYS_WEEKS + TIMES_OF_DAY + AS_REQUIRED + PLACES + INFUSIONS_AND_WEIGHT,
)
def test_a_wording_is_read(text: str, read: str) -> None:
    assert parse_dosage(text).to_text("clinical") == read
