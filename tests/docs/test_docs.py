"""The documentation says what is: its links lead somewhere, and what it names exists in the code."""

import importlib
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from asyncapi import UNCONNECTED
from kit.service import Service, api_of
from prometheus_client.metrics import MetricWrapperBase

from docs import configuration
from kit import telemetry

ROOT = configuration.ROOT
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "services/*/README.md", "deploy/**/*.md", "demo/**/*.md", "benchmarks/*.md")
    for page in ROOT.glob(pattern)
)
DECISIONS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
RUNBOOKS = sorted((ROOT / "docs" / "runbooks").glob("*.md"))
SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/src/*/wiring.py"))

_LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_NOT_IN_A_SLUG = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Doors:
    """What can be called, and with which permissions."""

    paths: frozenset[str]  # with {} for what varies
    permissions: frozenset[str]


@pytest.fixture(scope="session")
async def services() -> AsyncIterator[dict[str, Service]]:
    """Every service as its wiring puts it together; nothing is connected to."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in UNCONNECTED.items():
            environment.setenv(name, value)
        built = {name: importlib.import_module(f"{name}.wiring").build() for name in SERVICES}
    yield built
    for service in built.values():
        for peer in service.peers:
            await peer.close()


@pytest.fixture(scope="session")
def doors(services: dict[str, Service]) -> Doors:
    items = [item for service in services.values() for item in api_of(service).openapi()["paths"].items()]
    asked = [option for _, path in items for operation in path.values() for option in operation["security"]]
    return Doors(
        frozenset(re.sub(r"\{[^}]*\}", "{}", path) for path, _ in items),
        frozenset(scope for option in asked for scopes in option.values() for scope in scopes),
    )


@cache
def _code() -> str:
    """Everything that Python says in this repository."""
    folders = ("kit/src", "services", "deploy", "demo/src", "tests", "benchmarks", "proto/comptoir")
    files = (path for folder in folders for kind in ("*.py", "*.proto") for path in (ROOT / folder).rglob(kind))
    return "\n".join(path.read_text() for path in sorted(files))


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _anchors(page: Path) -> set[str]:
    """The headings of a page as they are linked to."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {_NOT_IN_A_SLUG.sub("", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    broken = []
    for link in _LINK.findall(page.read_text()):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = "\n".join(_CODE.findall(page.read_text()))
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", said)) <= targets


def test_every_decision_that_the_code_names_is_written() -> None:
    known = {page.name[:4] for page in DECISIONS}
    assert set(re.findall(r"docs/adr/(\d{4})", _code())) <= known


@pytest.mark.parametrize("page", DECISIONS, ids=_name)
def test_a_decision_is_one_page_of_one_shape_and_in_the_index(page: Path) -> None:
    text = page.read_text()
    assert text.startswith(f"# {page.name[:4]} ")
    head = text.partition("## ")[0].lower()
    assert "status" in head
    assert "area" in head
    assert re.findall(r"^## (\w+)", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "Alternatives"]
    assert len(text.splitlines()) <= 80
    assert page.name in (page.parent / "README.md").read_text()


def test_the_configuration_page_has_every_setting_as_the_code_has_it() -> None:
    text = configuration.PAGE.read_text()
    assert configuration.page(text) == text, "run `make docs`"


def test_the_table_of_services_says_what_each_publishes_and_consumes(services: dict[str, Service]) -> None:
    told = {
        cells[0].strip("[ ").partition("]")[0]: (set(_topics(cells[4])), set(_topics(cells[5])))
        for cells in _rows(ROOT / "docs" / "architecture.md", columns=6)
    }
    for name, service in services.items():
        assert told[name] == ({topic.name for topic in service.topics}, set(service.handlers)), name


def _rows(page: Path, *, columns: int) -> Iterator[list[str]]:
    """Rows of the page's tables that have so many columns."""
    for line in page.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == columns:
            yield cells


def _topics(cell: str) -> list[str]:
    return re.findall(r"`([a-z.-]+\.v\d+)`", cell)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_endpoint_that_is_named_exists(page: Path, doors: Doors) -> None:
    named = re.findall(r"/api/([a-z]+)(/v1/[\w/{}$.-]*[\w}])", page.read_text())
    asked = {
        f"/api/{service}" + re.sub(r"/(\$[A-Z]+|\d+|\{[^}]*\})(?=/|$)", "/{}", path)
        for service, path in named
        if service in SERVICES
    }
    assert asked <= doors.paths


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_permission_that_is_named_is_asked_for_somewhere(page: Path, doors: Doors) -> None:
    named = re.findall(rf"`((?:{'|'.join(SERVICES)})\.[a-z-]+\.[a-z]+)`", page.read_text())
    assert not {name for name in set(named) - doors.permissions if f'"{name}"' not in _code()}


@pytest.mark.parametrize("page", RUNBOOKS, ids=_name)
def test_every_metric_that_a_runbook_names_is_measured(page: Path) -> None:
    metrics = [metric for metric in vars(telemetry).values() if isinstance(metric, MetricWrapperBase)]
    described = {sample for metric in metrics for family in metric.describe() for sample in _samples(family)}
    assert set(re.findall(r"`(comptoir_\w+)`", page.read_text())) <= described


def _samples(family: object) -> set[str]:
    name, kind = family.name, family.type  # type: ignore[attr-defined]  # a Metric of prometheus_client
    return {f"{name}_total"} if kind == "counter" else {name}


@pytest.mark.parametrize("page", RUNBOOKS, ids=_name)
def test_every_log_event_that_a_runbook_names_is_logged(page: Path) -> None:
    named = {name for name in re.findall(r"`([a-z]+\.[a-z_]+)`", page.read_text()) if not name.endswith(".py")}
    assert not {name for name in named if f'"{name}"' not in _code()}
