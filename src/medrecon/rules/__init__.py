"""The rules: small pure functions, a file a family, in one visible order."""

from medrecon.rules.draft import Draft, Rule
from medrecon.rules.judge import judge
from medrecon.rules.registry import RULES
from medrecon.rules.table import RuleInfo, rules_table

__all__ = ["RULES", "Draft", "Rule", "RuleInfo", "judge", "rules_table"]
