"""What lists leave out of a row: it may be large, and is read for work alone."""

LIGHT = {"body": 0, "ubl": 0, "xml": 0, "rows": 0, "story": 0}
#: A story is all but the work.
TOLD = {"body": 0, "ubl": 0, "xml": 0, "rows": 0}
#: Plans need the rows of an export.
MEMBER = {"body": 0, "ubl": 0, "xml": 0, "story": 0}
