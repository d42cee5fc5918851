"""The fields of signing in, the same wherever somebody does."""

from kontor_web.forms.fields import Field, Kind
from kontor_web.languages import marked

EMAIL = Field(
    path="email",
    label=marked("E-Mail"),
    kind=Kind.EMAIL,
    required=True,
    autocomplete="username",
    width="full",
)
PASSWORD = Field(
    path="password",
    label=marked("Passwort"),
    kind=Kind.PASSWORD,
    required=True,
    autocomplete="current-password",
    width="full",
)
NEW_PASSWORD = Field(
    path="password",
    label=marked("Neues Passwort"),
    kind=Kind.PASSWORD,
    required=True,
    autocomplete="new-password",
    width="full",
    hint=marked("Mindestens 12 Zeichen."),
)
