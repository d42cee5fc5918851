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


def _password(path: str, label: str, autocomplete: str, hint: str = "") -> Field:
    return Field(
        path,
        label,
        kind=Kind.PASSWORD,
        required=True,
        autocomplete=autocomplete,
        width="full",
        hint=hint,
    )


PASSWORD = _password("password", marked("Passwort"), "current-password")
CURRENT = _password("current", marked("Bisheriges Passwort"), "current-password")
NEW_PASSWORD = _password(
    "password", marked("Neues Passwort"), "new-password", marked("Mindestens 12 Zeichen.")
)
