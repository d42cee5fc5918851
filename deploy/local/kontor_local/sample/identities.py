"""Made-up identifiers with valid check digits, one for each clone."""

from schwifty import IBAN
from stdnum import luhn
from stdnum.fr import siren as french_siren
from stdnum.iso7064 import mod_11_10

#: First digits of made-up SIRENs: communes of a department that does not exist, and the rest.
PUBLIC, OTHERS = "219", "998"


def account_number(index: int) -> str:
    return f"K-{100001 + index:06d}"


def email(original: str, index: int) -> str:
    local, domain = original.split("@")
    return f"{local}.{index + 1}@{domain}"


def iban(original: str, index: int) -> str:
    """An account of its own at the same bank."""
    bank = IBAN(original)
    clone = IBAN.generate(
        bank.country_code,
        bank_code=bank.bank_code,
        branch_code=bank.branch_code,
        account_code=str(100001 + index),
    )
    return str(clone)


def siren(original: str, index: int) -> str:
    digits = f"{PUBLIC if original.startswith(PUBLIC) else OTHERS}{index + 1:05d}"
    return digits + luhn.calc_check_digit(digits)


def siret(original: str, index: int) -> str:
    """The same establishment of the clone's own SIREN."""
    digits = siren(original, index) + original[9:13]
    return digits + luhn.calc_check_digit(digits)


def vat_id(original: str, index: int) -> str:
    """German, French or Luxembourgish like the original."""
    country, number = original[:2], original[2:]
    return country + {"DE": _german, "FR": _french, "LU": _luxembourgish}[country](number, index)


def _german(_: str, index: int) -> str:
    digits = f"98{index + 1:06d}"
    return digits + mod_11_10.calc_check_digit(digits)


def _french(original: str, index: int) -> str:
    return french_siren.to_tva(siren(original[2:], index)).replace(" ", "")


def _luxembourgish(_: str, index: int) -> str:
    digits = f"8{index + 1:05d}"
    return f"{digits}{int(digits) % 89:02d}"
