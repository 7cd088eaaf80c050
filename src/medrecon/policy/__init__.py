"""Clinical knowledge as data: lists, windows and severities, each row with its source and date."""

from medrecon.policy.core import Policy
from medrecon.policy.tables import (
    AllergyGroup,
    BrandRule,
    ClassHarm,
    FormRule,
    Interaction,
    Listed,
    NotInterchangeable,
    Potency,
    SaltFactor,
    SeverityRow,
)

__all__ = [
    "AllergyGroup",
    "BrandRule",
    "ClassHarm",
    "FormRule",
    "Interaction",
    "Listed",
    "NotInterchangeable",
    "Policy",
    "Potency",
    "SaltFactor",
    "SeverityRow",
]
