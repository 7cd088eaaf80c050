"""The rules: small pure functions, a file a family, in one visible order."""

from medrecon.rules.draft import Draft, Rule
from medrecon.rules.judge import judge
from medrecon.rules.registry import RULES

__all__ = ["RULES", "Draft", "Rule", "judge"]
