"""What a VATEX code says, in three languages: printed where nobody has entered own words.

The list has English names only; nearly all cite an article, which each language does its way.
"""

import re
from typing import Final

from kontor_contracts.values import LocalizedText

_EU: Final = re.compile(r"VATEX-EU-(\d+)(?:-(\d?)([A-Z]*))?")
_FR: Final = re.compile(r"VATEX-FR-(?:CGI)?(\d+)(SEXDECIES)?([A-Z]?)(?:-(\d+)(BIS)?)?")
#: The words of art. 226 (13) and (14) of the VAT directive, § 14a (6) UStG and art. 293 E CGI.
_PRESCRIBED: Final = {
    "VATEX-EU-D": LocalizedText(
        de="Sonderregelung für Reisebüros",
        fr="Régime particulier — agences de voyages",
        en="Margin scheme — Travel agents",
    ),
    "VATEX-EU-F": LocalizedText(
        de="Gebrauchtgegenstände/Sonderregelung",
        fr="Régime particulier — biens d'occasion",
        en="Margin scheme — Second-hand goods",
    ),
    "VATEX-EU-I": LocalizedText(
        de="Kunstgegenstände/Sonderregelung",
        fr="Régime particulier — objets d'art",
        en="Margin scheme — Works of art",
    ),
    "VATEX-EU-J": LocalizedText(
        de="Sammlungsstücke und Antiquitäten/Sonderregelung",
        fr="Régime particulier — objets de collection et d'antiquité",
        en="Margin scheme — Collector's items and antiques",
    ),
    "VATEX-FR-FRANCHISE": LocalizedText(
        de="Keine Umsatzsteuer, Artikel 293 B des französischen Code général des impôts",
        fr="TVA non applicable, article 293 B du Code général des impôts",
        en="VAT not applicable, article 293 B of the French Code général des impôts",
    ),
    "VATEX-FR-CNWVAT": LocalizedText(
        de="Gutschrift ohne Umsatzsteuer", fr="Avoir net de taxe", en="Credit note without VAT"
    ),
}


def text_of(code: str) -> LocalizedText | None:
    """Why no VAT is charged, by the code; None for a code that names no exemption."""
    if code in _PRESCRIBED:
        return _PRESCRIBED[code]
    if found := _EU.fullmatch(code):
        return _of_the_directive(found[1], found[2] or "", (found[3] or "").lower())
    if found := _FR.fullmatch(code):
        article = " ".join(part for part in (found[1], (found[2] or "").lower(), found[3]) if part)
        return _of_the_cgi(article, " ".join((found[4] or "", (found[5] or "").lower())).strip())
    return None


def _of_the_directive(article: str, paragraph: str, point: str) -> LocalizedText:
    german = [f"Artikel {article}", paragraph and f"Absatz {paragraph}"]
    french = [f"article {article}", paragraph and f"paragraphe {paragraph}"]
    places = {
        "de": " ".join(filter(None, [*german, point and f"Buchstabe {point}"])),
        "fr": ", ".join(filter(None, [*french, point and f"point {point})"])),
        "en": f"Article {article}" + "".join(f"({one})" for one in (paragraph, point) if one),
    }
    return LocalizedText(
        de=f"Steuerfrei nach {places['de']} der Richtlinie 2006/112/EG",
        fr=f"Exonération de TVA : {places['fr']} de la directive 2006/112/CE",
        en=f"Exempt from VAT: {places['en']} of Directive 2006/112/EC",
    )


def _of_the_cgi(article: str, number: str) -> LocalizedText:
    german = f"Artikel {article}" + (f" Nr. {number}" if number else "")
    place = f"article {article}" + (f", {number}" if number else "")
    return LocalizedText(
        de=f"Steuerfrei nach {german} des französischen Code général des impôts",
        fr=f"Exonération de TVA : {place} du Code général des impôts",
        en=f"Exempt from VAT: {place} of the French Code général des impôts",
    )
