"""Reading messages, verbatim: nothing is looked up, nothing lost, nothing counted twice.

```
read / read_each      path, bytes, file object, folder, archive, iterable
├── guard, archive    what may be opened at all: sizes, ratios, depth, DOCTYPE
├── sniff             which format this is
├── fhir/             GP Connect, EPS, UK Core, CareConnect: JSON or XML, STU3 or R4
├── v3/               HL7 v3: the GP2GP extract, EPS, the summary care record
├── v2/               HL7 v2 pharmacy messages
├── cda               urgent care documents
├── sact, sact_xml    chemotherapy administrations gathered into cycles
├── mapping/          any spreadsheet, through a mapping file
└── table/            the entries table: CSV, JSON Lines, Parquet
```
"""

from medrecon.sources.read import FORMATS, read, read_each

__all__ = ["FORMATS", "read", "read_each"]
