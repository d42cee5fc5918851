"""The form that asks why something of the bank's is none of ours."""

from kontor_web.forms import Field, Frame, Section
from kontor_web.languages import marked

REASON = Field("reason", marked("Grund"), required=True, width="full")
FRAME = Frame((Section("", (REASON,)),))
