"""Every PDF of an invoice is PDF/A-3b, as veraPDF judges it: the reference implementation, fetched once by Maven."""

import shutil
import subprocess
from pathlib import Path

import pytest
from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.model import Address
from accounting.formats.einvoice.workshop import make
from accounting.queries.einvoice.paper import invoice_paper
from stack.cache import kept

from services.accounting.tests.test_einvoice_files import DOCUMENTS

_POM = Path(__file__).parent / "verapdf" / "pom.xml"
_VERSION = "1.28.2"
COMPANY = Company("Maison Exemple", "732829320", "73282932000074", Address(("12 rue des Forges",), "69007", "Lyon"))


def _fetch(folder: Path) -> None:
    maven = shutil.which("mvn")
    assert maven, "Maven (mvn) is needed once, to fetch veraPDF"
    goal = "dependency:copy-dependencies"
    subprocess.run([maven, "-q", "-B", "-f", str(_POM), goal, f"-DoutputDirectory={folder}"], check=True)  # noqa: S603


@pytest.fixture(scope="module")
def verapdf() -> Path:
    return kept(f"verapdf-{_VERSION}", _fetch)


@pytest.mark.slow
def test_every_invoice_is_pdf_a(verapdf: Path, tmp_path: Path) -> None:
    paths = []
    for name in ("invoice", "credit-note", "charges", "export", "several-orders"):
        for language in ("fr", "en"):
            one = DOCUMENTS[name]
            made = make(one, invoice_paper(one, COMPANY, language))
            paths.append(tmp_path / f"{name}-{language}.pdf")
            paths[-1].write_bytes(next(file.content for file in made.files if file.kind == "factur-x"))
    command = ["java", "-cp", f"{verapdf}/*", "org.verapdf.apps.GreenfieldCliWrapper", "--format", "text", "-f", "3b"]
    told = subprocess.run([*command, *map(str, paths)], check=False, capture_output=True, text=True)  # noqa: S603
    assert [line.split()[0] for line in told.stdout.splitlines()] == ["PASS"] * len(paths), told.stdout + told.stderr
