"""Which forms, containers and modifiers are alike, and which never are."""

from __future__ import annotations

LIQUIDS = frozenset(
    {"solution", "suspension", "liquid", "syrup", "elixir", "mixture", "linctus", "emulsion"}
)
PLAIN_LIQUIDS = LIQUIDS - {"solution", "suspension", "emulsion"}
SOLIDS = frozenset({"tablet", "capsule", "granules", "powder"})
# forms that are sold by weight, so that a mass beside the strength may be the size of the pack
WEIGHED = frozenset(
    {
        "cream",
        "ointment",
        "gel",
        "lotion",
        "paste",
        "foam",
        "shampoo",
        "wash",
        "bath",
        "application",
        "toothgel",
        "oil",
        "emulsion",
        "liquid",
        "spray",
    }
)
CONTAINERS = frozenset(
    {
        "ampoule",
        "vial",
        "prefilledsyringe",
        "prefilledpen",
        "cartridge",
        "sachet",
        "bottle",
        "bag",
        "tube",
    }
)
SINGLE = frozenset({"nebuliser", "enema"})  # forms of which one unit is the dose
CONTAINERS_OF_ONE = frozenset({"unitdose", "ampoule", "vial", "prefilledsyringe", "sachet", "tube"})
USUAL = frozenset({10**6, 5 * 10**6, 10**9})  # 1 ml, 5 ml, 1 litre: ways of saying a concentration
# modifiers that the form itself already says, or that texts add or drop freely
FREE = {
    "oral": SOLIDS | LIQUIDS | {"drops", "lyophilisate", "gel", "paste", "film"},
    "cutaneous": frozenset(
        {
            "cream",
            "ointment",
            "gel",
            "lotion",
            "solution",
            "foam",
            "liquid",
            "spray",
            "powder",
            "paint",
            "stick",
        }
    ),
}
COUNTED = frozenset({"tablet", "capsule"})
# where a form goes that is not swallowed
SITES = frozenset(
    {
        "sublingual",
        "buccal",
        "oromucosal",
        "vaginal",
        "rectal",
        "scalp",
        "eye",
        "ear",
        "nasal",
        "cutaneous",
        "dental",
    }
)
# containers that tablets and capsules never come in
NOT_COUNTED = CONTAINERS - {"bottle", "bag", "tube"}
# tablets that are not swallowed whole, so never caplets
NOT_CAPLETS = frozenset(
    {"chewable", "dispersible", "effervescent", "soluble", "orodispersible", "sublingual", "buccal"}
)
ALIKE = frozenset({"soluble", "dispersible"})  # two words for one thing in what people write
STRONGER = "forte"  # a name without it is that of the weaker product
LOOSE = frozenset(
    {
        "paediatric",
        "forte",
        "concentrate",
        "pump",
        "aerosol",
        "viscous",
        "medicated",
        "oily",
        "alcoholic",
    }
)
