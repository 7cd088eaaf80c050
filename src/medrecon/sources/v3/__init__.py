"""HL7 v3 messages: the GP2GP record extract, EPS prescriptions and dispensings, the summary record."""

from medrecon.sources.v3.message import SCR_MARKS, V3_FORMATS, read_scr_json, read_v3, v3_format

__all__ = ["SCR_MARKS", "V3_FORMATS", "read_scr_json", "read_v3", "v3_format"]
