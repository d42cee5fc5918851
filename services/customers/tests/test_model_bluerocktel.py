"""Files with BlueRockTEL's field names become rows of ours."""

from kontor_customers.model.imports.bluerocktel import TRANSLATIONS, spelled
from kontor_customers.usecases.imports.reading import read_rows


def rows(kind: str, text: str) -> list[dict[str, str]]:
    translation = TRANSLATIONS[kind]
    read = read_rows(text.encode(), columns=translation.columns, required=[], spelled=spelled)
    return [dict(row.cells) for row in translation.translated(read)]


def test_a_customer_keeps_its_account_its_address_and_its_commercial_settings() -> None:
    (cells,) = rows(
        "customers",
        "id;customerAccount;name;registrationNumber;taxRegistrationNumber;type;mainAddressLine1;"
        "mainAddressPostalCode;mainAddressCity;mainAddressCountry;language;mergeInvoices;"
        "chargeVAT;vip\n"
        "7;C-77;Mairie;73282932000074;FR40303265045;SARL;1 rue Basse;57000;Metz;FR;fr_FR;1;0;1\n",
    )
    assert cells == {
        "number": "C-77",
        "name": "Mairie",
        "siret": "73282932000074",
        "vat_id": "FR40303265045",
        "legal_form": "SARL",
        "street": "1 rue Basse",
        "postcode": "57000",
        "city": "Metz",
        "country": "FR",
        "language": "fr",
        "consolidate_invoices": "yes",
        "vat_treatment": "exempt",
        "tags": "VIP",
    }


def test_reverse_charge_between_operators_is_a_treatment_of_its_own() -> None:
    (cells,) = rows("customers", "name;chargeVAT;applyVATAutoReverseOperators\nOperator;true;oui\n")
    assert cells["vat_treatment"] == "domestic-reverse-charge"


def test_a_register_number_is_told_by_its_length() -> None:
    found = rows("customers", "registrationNumber\n732 829 320\nHRB 12\n")
    assert found == [{"siren": "732829320"}, {"registration_number": "HRB12"}]


def test_a_contact_keeps_its_flags() -> None:
    (cells,) = rows(
        "contacts",
        "customerAccount;firstName;lastName;emailAddress;mobilePhone;landlinePhone;active;"
        "invoicesRecipient;myClient;myClientAdmin;technicalContact\n"
        "C-77;Ana;Petit;ana@example.com;06 12 34 56 78;+352 2712 3456;1;true;1;0;1\n",
    )
    assert cells == {
        "number": "C-77",
        "name": "Ana Petit",
        "email": "ana@example.com",
        "phone": "+35227123456|+33612345678",
        "active": "yes",
        "invoice_recipient": "to",
        "portal_access": "yes",
        "function": "technical",
    }


def test_an_admin_of_myclient_may_manage_contacts() -> None:
    (cells,) = rows("contacts", "lastName;myClient;myClientAdmin\nPetit;0;1\n")
    assert cells["portal_access"] == "yes"
    assert cells["portal_rights"].endswith("manage-contacts")


def test_a_bank_detail_becomes_an_account_with_its_mandate() -> None:
    (cells,) = rows(
        "payments",
        "customerAccount;IBAN;BIC;mandateIdentification;dt_of_sgntr;ics\n"
        "C-77;FR1420041010050500013M02606;;BRT-77;31/12/2025;DE98ZZZ09999999999\n",
    )
    assert cells == {
        "number": "C-77",
        "iban": "FR1420041010050500013M02606",
        "bic": "",
        "creditor_id": "DE98ZZZ09999999999",
        "key": "bank",
        "method": "sepa-debit",
        "default": "yes",
        "mandate_reference": "BRT-77",
        "gocardless_mandate": "",
        "mandate_signed_on": "2025-12-31",
    }


def test_a_gocardless_mandate_is_the_method_where_there_is_one() -> None:
    (cells,) = rows("payments", "customer_account;mandate_id\nC-77;MD0001\n")
    assert (cells["method"], cells["gocardless_mandate"]) == ("gocardless", "MD0001")


def test_a_note_keeps_its_title_its_body_and_its_day() -> None:
    (cells,) = rows(
        "notes", "id;customerAccount;title;body;created_at\n5;C-77;Access;Ring;2024-03-01\n"
    )
    assert cells == {
        "key": "5",
        "number": "C-77",
        "text": "Access\nRing",
        "written_at": "2024-03-01",
    }
