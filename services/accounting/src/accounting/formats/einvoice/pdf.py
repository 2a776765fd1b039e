"""Factur-X: a PDF/A-3 with the XML of the same invoice inside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from kit.drawing import drawn
from kit.paper import Attachment, Paper
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from accounting.formats.einvoice.writing import Profile
from accounting.formats.einvoice.xml import Unreadable

NAME = "factur-x.xml"
NAMES = (NAME, "zugferd-invoice.xml", "xrechnung.xml")
_NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_LEVELS = {
    Profile.MINIMUM: "MINIMUM",
    Profile.BASIC_WL: "BASIC WL",
    Profile.BASIC: "BASIC",
    Profile.EN16931: "EN 16931",
    Profile.EXTENDED: "EXTENDED",
}
_PROPERTIES = (
    ("DocumentFileName", "The name of the embedded XML document"),
    ("DocumentType", "The type of the hybrid document in capital letters"),
    ("Version", "The actual version of the standard applying to the embedded XML document"),
    ("ConformanceLevel", "The conformance level of the embedded XML document"),
)


def factur_x(paper: Paper, xml: bytes, profile: Profile) -> bytes:
    """The printed invoice with its XML."""
    attachment = Attachment(NAME, "Factur-X", xml, metadata=_metadata(profile))
    return drawn(paper, attachment)


def _metadata(profile: Profile) -> str:
    """The extension schema that PDF/A asks for, and what it describes (Factur-X 1.09, chapter 6)."""
    properties = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{escape(text)}</pdfaProperty:description></rdf:li>"
        for name, text in _PROPERTIES
    )
    return (
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
        '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>"
        "</pdfaExtension:schemas></rdf:Description>"
        f'<rdf:Description rdf:about="" xmlns:fx="{_NAMESPACE}"><fx:DocumentType>INVOICE</fx:DocumentType>'
        f"<fx:DocumentFileName>{NAME}</fx:DocumentFileName><fx:Version>1.0</fx:Version>"
        f"<fx:ConformanceLevel>{_LEVELS[profile]}</fx:ConformanceLevel></rdf:Description>"
    )


@dataclass(frozen=True, slots=True)
class Contained:
    """The XML inside a PDF, and how it is there."""

    name: str
    xml: bytes
    faults: tuple[str, ...]  # what a receiver's archive or reader would stumble over
    declared: str  # the profile that the document's metadata name


def contained(pdf: bytes) -> Contained:
    """The invoice in a PDF.

    Raises:
        Unreadable: it is no PDF, is encrypted, or holds no XML of an invoice.
    """
    try:
        reader = PdfReader(BytesIO(pdf), strict=False)
        if reader.is_encrypted:
            raise Unreadable("The PDF is encrypted: ask for it without a password.")
        attached = [each for each in reader.attachment_list if each.name.lower().endswith(".xml")]
        known = [each for each in attached if each.name.lower() in NAMES]
        found = (known or attached)[:1]
        if not found:
            raise Unreadable("The PDF holds no XML: it is a picture of an invoice, not an electronic one.")
        faults = tuple(_faults(reader, found[0].name))
        return Contained(found[0].name, found[0].content, faults, _declared(reader))
    except (PyPdfError, ArithmeticError, AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise Unreadable(f"The PDF cannot be read: {error}.") from error


def profile_fault(declared: str, profile: Profile) -> str | None:
    """Where the PDF's metadata name another profile than the XML is of."""
    expected = _LEVELS.get(profile)
    if declared and expected and declared.replace(" ", "") != expected.replace(" ", ""):
        return f"The PDF's metadata declare {declared}, the XML is {expected}."
    return None


def _faults(reader: PdfReader, name: str) -> Iterator[str]:
    """ISO 19005-3 and Factur-X 1.09, as far as a receiver needs them: who sends is checked by veraPDF in the tests."""
    root = reader.root_object
    if name.lower() not in NAMES:
        yield f"The XML is named {name}: Factur-X names it {NAME}."
    if "/OutputIntents" not in root:
        yield "It is no PDF/A: it has no output intent."
    associated = [each.get_object() for each in root.get("/AF", [])]
    if not associated:
        yield "The XML is not associated with the document: /AF is missing."
    specifications = associated or [each.pdf_object for each in reader.attachment_list]
    if not all("/AFRelationship" in each for each in specifications):
        yield "The XML does not say how it relates to the document: /AFRelationship is missing."
    if not _declared(reader):
        yield "The metadata (XMP) do not declare Factur-X and its profile."


def _declared(reader: PdfReader) -> str:
    """The profile in the XMP metadata; empty when it is not there."""
    metadata = reader.root_object.get("/Metadata")
    if metadata is None:
        return ""
    found = re.search(rb"ConformanceLevel(?:>|\s*=\s*[\"'])\s*([A-Z0-9 ]+?)\s*[<\"']", metadata.get_object().get_data())
    return found[1].decode() if found else ""
