"""What is wrong with an electronic invoice, by which rule."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    FATAL = "fatal"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that does not hold."""

    rule: str  # "BR-CO-15", "BR-FR-12_BT-49", "XSD", "OWN-VAT"
    severity: Severity
    text: str
    location: str = ""  # XPath, line, or business term
    is_french: bool = False  # of the French profile; else of the standard, or our own
