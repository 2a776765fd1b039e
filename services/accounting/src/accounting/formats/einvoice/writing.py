"""Documents as XML: CII for Factur-X and platforms, UBL for who wants it."""

from enum import StrEnum

import facturx

from accounting.domain.einvoice.model import Document
from accounting.formats.einvoice.terms import terms_of

REGULATORY = "REG"  # subject of a note: legal form, capital, register


class Syntax(StrEnum):
    """How the XML is built."""

    CII = "CII"
    UBL = "UBL"


class Profile(StrEnum):
    """How much of the standard a file may use."""

    MINIMUM = "minimum"
    BASIC_WL = "basicwl"
    BASIC = "basic"
    EN16931 = "en16931"
    EXTENDED = "extended"
    EXTENDED_FR = "extended-ctc-fr"


def written(document: Document, syntax: Syntax, profile: Profile = Profile.EN16931) -> bytes:
    """The document as XML, not judged yet: the library's own checks are off, since one of them asks a server."""
    write = facturx.generate_cii_xml if syntax is Syntax.CII else facturx.generate_ubl_xml
    terms = terms_of(document)
    if profile is Profile.EXTENDED_FR and document.seller.legal:  # the library leaves BT-33 out of this profile
        terms.setdefault("BG-1", []).append({"BT-21": REGULATORY, "BT-22": document.seller.legal})
    xml = write(terms, level=str(profile), check_xsd=False, check_schematron=False)
    return bytes(xml)
