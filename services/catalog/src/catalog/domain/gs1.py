"""What a scanner reads: GTINs and GS1 element strings, by the GS1 General Specifications.

A symbol gives its element string with FNC1 as the control character GS (29); people and labels write the application
identifiers in brackets. Both are read here, and nothing that is not sure: a wrong check digit, an identifier that is not
known or a text that may mean two things is refused with its reason.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

CODE_MAX = 400  # a GS1 symbol carries at most 48 (barcode) or a few hundred characters that matter
GS = "\x1d"
GTIN_LENGTHS = (8, 12, 13, 14)
_SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9]")  # AIM identifier that a scanner may put before
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)([^(]*)")
_ALPHANUMERIC = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+")  # character set 82


class Unreadable(ValueError):
    """The code cannot be read for sure: `reason` is public and does not change, the text says what is wrong."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Rule:
    """The value of an application identifier: how many characters, and of what kind."""

    title: str
    length: int  # exactly, or at most when it ends with GS
    is_fixed: bool = True
    kind: str = "digits"  # "digits", "text", "date", "check" (a mod-10 check digit at the end)


RULES: dict[str, Rule] = {
    "00": Rule("SSCC", 18, kind="check"),
    "01": Rule("GTIN", 14, kind="check"),
    "02": Rule("CONTENT", 14, kind="check"),
    "10": Rule("BATCH/LOT", 20, is_fixed=False, kind="text"),
    "11": Rule("PROD DATE", 6, kind="date"),
    "12": Rule("DUE DATE", 6, kind="date"),
    "13": Rule("PACK DATE", 6, kind="date"),
    "15": Rule("BEST BEFORE", 6, kind="date"),
    "16": Rule("SELL BY", 6, kind="date"),
    "17": Rule("USE BY", 6, kind="date"),
    "20": Rule("VARIANT", 2),
    "21": Rule("SERIAL", 20, is_fixed=False, kind="text"),
    "22": Rule("CPV", 20, is_fixed=False, kind="text"),
    "240": Rule("ADDITIONAL ID", 30, is_fixed=False, kind="text"),
    "241": Rule("CUST. PART No.", 30, is_fixed=False, kind="text"),
    "250": Rule("SECONDARY SERIAL", 30, is_fixed=False, kind="text"),
    "30": Rule("VAR. COUNT", 8, is_fixed=False),
    "37": Rule("COUNT", 8, is_fixed=False),
    "400": Rule("ORDER NUMBER", 30, is_fixed=False, kind="text"),
    "401": Rule("GINC", 30, is_fixed=False, kind="text"),
    "403": Rule("ROUTE", 30, is_fixed=False, kind="text"),
    **{f"41{i}": Rule(title, 13, kind="check") for i, title in enumerate(
        ("SHIP TO LOC", "BILL TO", "PURCHASE FROM", "SHIP FOR LOC", "LOC No.", "PAY TO", "PROD/SERV LOC", "PARTY")
    )},
    "420": Rule("SHIP TO POST", 20, is_fixed=False, kind="text"),
}  # fmt: skip
_MEASURES = re.compile(r"3[1-6][0-9][0-6]")  # trade and logistic measures; the last digit is the number of decimals
_MEASURE = Rule("MEASURE", 6)

# Trade measures that say how much of the product there is, by their first three digits, with their UN/ECE unit.
NET_UNITS = {"310": "KGM", "311": "MTR", "314": "MTK", "315": "LTR", "316": "MTQ"}


@dataclass(frozen=True, slots=True)
class Scan:
    """Everything that one code says."""

    gtin: str | None = None  # as 14 digits
    is_content: bool = False  # the GTIN is what a logistic unit contains (02), `count` says how many
    count: int | None = None
    lot: str | None = None
    serial: str | None = None
    produced_on: date | None = None
    best_before: date | None = None
    expires_on: date | None = None
    sscc: str | None = None
    gln: str | None = None
    net: tuple[Decimal, str] | None = None  # quantity and UN/ECE unit
    others: dict[str, str] = field(default_factory=dict)  # by application identifier


def read(code: str, *, today: date) -> Scan:
    """What a code says.

    Raises:
        Unreadable: it says nothing for sure.
    """
    if not code or len(code) > CODE_MAX:
        raise Unreadable("length", f"A code has 1 to {CODE_MAX} characters, not {len(code)}.")
    plain = _SYMBOLOGY.sub("", code.strip(" \r\n\t")).removeprefix(GS)
    if plain.isascii() and plain.isdigit() and len(plain) in GTIN_LENGTHS:
        return Scan(gtin=checked(plain, "GTIN").zfill(14))
    found: dict[str, str] = {}
    for identifier, value in _elements(plain):
        if found.setdefault(identifier, value) != value:
            raise Unreadable("ambiguous", f"({identifier}) occurs twice, with {found[identifier]} and with {value}.")
    return _scan(found, today)


def checked(digits: str, name: str) -> str:
    """The digits, once their last one is known to be right.

    Raises:
        Unreadable: it is not.
    """
    if check_digit(digits[:-1]) != digits[-1]:
        raise Unreadable(
            "check-digit",
            f"The check digit of the {name} {digits} is wrong: {check_digit(digits[:-1])} would be right.",
        )
    return digits


def check_digit(digits: str) -> str:
    """The GS1 check digit that belongs after these digits."""
    total = sum(int(digit) * (3 if i % 2 == 0 else 1) for i, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def date_of(digits: str, *, today: date) -> date:
    """A date of six digits: the century that is nearest to today, and day 00 is the last of the month.

    Raises:
        Unreadable: there is no such day.
    """
    year, month, day = (int(digits[i : i + 2]) for i in (0, 2, 4))
    # GS1 General Specifications, 7.12: from 49 years back to 50 years ahead.
    century = today.year // 100 * 100
    gap = year - today.year % 100
    if gap >= 51:
        century -= 100
    elif gap <= -50:
        century += 100
    if not 1 <= month <= 12 or day > monthrange(century + year, month)[1]:
        raise Unreadable("date", f"{digits} is no date: it is year, month and day of two digits each.")
    return date(century + year, month, day or monthrange(century + year, month)[1])


def _elements(text: str) -> Iterator[tuple[str, str]]:
    """Application identifiers with their values, each of the right length and kind."""
    if text.startswith("("):
        matches = list(_BRACKETED.finditer(text))
        if "".join(match.group(0) for match in matches) != text:
            raise Unreadable("syntax", "Write each application identifier in brackets before its value: (01)…(10)….")
        for match in matches:
            identifier, value = match.groups()
            yield identifier, _value(identifier, rule_of(identifier), value)
        return
    at = 0
    while at < len(text):
        identifier = _identifier(text, at)
        rule = rule_of(identifier)
        at += len(identifier)
        end = at + rule.length if rule.is_fixed else text.find(GS, at)
        end = len(text) if end == -1 else end
        yield identifier, _value(identifier, rule, text[at:end])
        at = end + (text[end : end + 1] == GS)


def _identifier(text: str, at: int) -> str:
    for length in (2, 3, 4):
        candidate = text[at : at + length]
        if candidate in RULES or _MEASURES.fullmatch(candidate):
            return candidate
    raise Unreadable(
        "syntax", f"No application identifier that we know begins at character {at + 1}: {text[at : at + 4]!r}."
    )


def rule_of(identifier: str) -> Rule:
    """The rule for the value of an application identifier.

    Raises:
        Unreadable: it is not known.
    """
    if identifier in RULES:
        return RULES[identifier]
    if _MEASURES.fullmatch(identifier):
        return _MEASURE
    raise Unreadable("syntax", f"({identifier}) is no application identifier that we know.")


def _value(identifier: str, rule: Rule, value: str) -> str:
    if not value or len(value) > rule.length or (rule.is_fixed and len(value) != rule.length):
        size = f"{rule.length}" if rule.is_fixed else f"1 to {rule.length}"
        raise Unreadable("length", f"({identifier}) {rule.title} has {size} characters, not {len(value)}.")
    if rule.kind == "text":
        if not _ALPHANUMERIC.fullmatch(value):
            raise Unreadable("characters", f"({identifier}) {rule.title} has a character that GS1 does not allow.")
        return value
    if not (value.isascii() and value.isdigit()):
        raise Unreadable("characters", f"({identifier}) {rule.title} has digits only.")
    return checked(value, rule.title) if rule.kind == "check" else value


def _scan(found: dict[str, str], today: date) -> Scan:
    rest = dict(found)
    if "01" in rest and "02" in rest:
        raise Unreadable(
            "ambiguous", "(01) names an article and (02) the contents of a logistic unit: only one can be meant."
        )
    if "37" in rest and "02" not in rest:
        raise Unreadable("incomplete", "(37) counts the contents that (02) names, and there is no (02).")
    if "02" in rest and "37" not in rest:
        raise Unreadable("incomplete", "(02) names contents, and there is no (37) that counts them.")
    nets = [identifier for identifier in rest if identifier[:3] in NET_UNITS and len(identifier) == 4]
    if len(nets) > 1:
        raise Unreadable("ambiguous", f"{' and '.join(f'({each})' for each in nets)} measure the same article.")
    is_content = "02" in rest
    gtin = rest.pop("02", None) or rest.pop("01", None)
    count = rest.pop("37", None) or rest.pop("30", None)
    if count is not None and int(count) == 0:
        raise Unreadable("count", "The code counts zero pieces.")
    dates = {
        identifier: date_of(rest[identifier], today=today)
        for identifier in ("11", "12", "13", "15", "16", "17")
        if identifier in rest
    }
    net = None
    if nets:
        net = (Decimal(rest.pop(nets[0])).scaleb(-int(nets[0][3])), NET_UNITS[nets[0][:3]])
    scan = Scan(
        gtin=gtin,
        is_content=is_content,
        count=None if count is None else int(count),
        lot=rest.pop("10", None),
        serial=rest.pop("21", None),
        produced_on=dates.get("11"),
        best_before=dates.get("15"),
        expires_on=dates.get("17"),
        sscc=rest.pop("00", None),
        gln=rest.pop("414", None),
        net=net,
        others={identifier: value for identifier, value in rest.items() if identifier not in ("11", "15", "17")},
    )
    if scan.gtin is None and scan.sscc is None and scan.gln is None:
        raise Unreadable(
            "incomplete", "The code names no article (01), contents (02), logistic unit (00) or place (414)."
        )
    return scan
