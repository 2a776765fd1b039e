"""XML from anywhere, read without doing what it says: no entities, no document types, no network."""

from kit.errors import Invalid
from lxml import etree

_LIMIT = 10 * 1024 * 1024  # bytes


class Unreadable(Invalid):
    """The file is no electronic invoice."""


def parsed(xml: bytes) -> etree._Element:
    """The root element.

    Raises:
        Unreadable: it is too large, not well-formed, or has a document type.
    """
    if len(xml) > _LIMIT:
        raise Unreadable("The XML is larger than 10 MB: invoices are not.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"The XML is not well-formed: {error}.") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable("The XML has a document type (DOCTYPE): invoices have none, and entities are not resolved.")
    return root
