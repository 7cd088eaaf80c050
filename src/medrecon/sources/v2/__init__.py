"""HL7 v2 pharmacy messages: RDE, OMP, RDS, RGV, RAS and orders in ORM."""

from medrecon.sources.v2.amend import amended
from medrecon.sources.v2.read import is_v2, read_v2

__all__ = ["amended", "is_v2", "read_v2"]
