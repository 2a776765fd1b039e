"""What documents of the trade say, whoever draws them: sender, receiver, facts, a table, totals, notes, a box to sign."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Party:
    """Who sends or receives it: a name, and lines under it."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """Of the table; `share` of its width in parts of the whole."""

    title: str
    share: int
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A cell for each column, each with small words under it; quiet rows are not part of the total."""

    cells: tuple[str, ...]
    under: tuple[str, ...] = ()
    tag: str = ""  # before the first cell, in a colour: "Option"
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A row of words alone, as wide as the table."""

    text: str


@dataclass(frozen=True, slots=True)
class Total:
    label: str
    value: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document, in the words of its language."""

    language: str
    title: str
    number: str
    dated: date
    sender: Party
    receiver: Party
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row | Words, ...]
    totals: tuple[Total, ...]
    notes: tuple[tuple[str, str], ...] = ()  # title, text
    to_sign: tuple[str, tuple[str, ...]] | None = None  # title, labels of what to fill in
    footer: str = ""
    page_words: str = "Page {page} / {pages}"
    stamp: str = ""  # across the first page: "Draft"
    code: str = ""  # under its number as Code 128, for scanners


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the document's file: the same, in the words of machines."""

    name: str
    description: str
    content: bytes
    media_type: str = "text/xml"
    relationship: str = "Data"  # to the document: "Data", "Source", "Alternative", "Supplement"
    metadata: str = ""  # RDF descriptions that tell of it
