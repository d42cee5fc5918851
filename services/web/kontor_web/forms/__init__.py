"""Forms: fields are described once, and so read, written, shown again and compared alike."""

from kontor_web.forms.fields import Field, Kind, Option, Rows, Section, options_of
from kontor_web.forms.form import Form, Frame, new_form, sent_form
from kontor_web.forms.typed import Typed, said, typed_in

__all__ = [
    "Field",
    "Form",
    "Frame",
    "Kind",
    "Option",
    "Rows",
    "Section",
    "Typed",
    "new_form",
    "options_of",
    "said",
    "sent_form",
    "typed_in",
]
