"""Every refusal that a scanner's call can get has words of the console, in both languages, about values that it gives."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalog.domain.gs1 import Unreadable
from kit.errors import DomainError

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "web" / "src" / "i18n"
SOURCES = {"inventory": ROOT / "services" / "inventory" / "src", "catalog": ROOT / "services" / "catalog" / "src"}
# What the door of every service says, and the refusals of kit that these commands raise.
OF_KIT = {
    "invalid-request", "invalid-token", "identity-away", "permission-missing", "not-found", "invalid-records",
    "database-away", "constraint-violated", "in-the-future", "over-precise-quantity", "inexact-conversion",
}  # fmt: skip
# Given to every text beside the values of a raise: what `kit` puts into these two.
VALUES_OF_KIT = {"permission-missing": {"permission"}, "over-precise-quantity": {"decimals"}}


def modules(package: str, start: str) -> Iterator[ast.Module]:
    """The module and all of its package that it reaches."""
    seen, todo = set[Path](), [start]
    while todo:
        name = todo.pop()
        path = SOURCES[package] / f"{name.replace('.', '/')}.py"
        if path in seen or not path.exists():
            continue
        seen.add(path)
        tree = ast.parse(path.read_text())
        yield tree
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(package):
                todo += [node.module, *(f"{node.module}.{each.name}" for each in node.names)]


def slugs_by_name() -> dict[str, str]:
    """The public name of each refusal, by its class."""
    import inventory.domain.errors as declared  # so that every class is there to be listed

    return {
        name: each.slug
        for name, each in vars(declared).items()
        if isinstance(each, type) and issubclass(each, DomainError)
    }


def raised() -> dict[str, list[set[str]]]:
    """Of each refusal that a scan can reach: the values that each of its raises gives."""
    slugs = slugs_by_name()
    found = defaultdict(list)
    for tree in modules("inventory", "inventory.api.scans"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
                slug = slugs.get(node.exc.func.id)
                if slug is not None:
                    found[slug].append({each.arg for each in node.exc.keywords if each.arg not in (None, "field")})
    return found


def texts(language: str, table: str) -> dict[str, str]:
    """The source of each entry of a table of texts."""
    source = (TEXTS / language / "refusals.ts").read_text().partition(f"export const {table}")[2].partition("\n};")[0]
    return dict(
        re.findall(r"^  '?([a-z-]+)'?:\s*((?:\{.*?^  \}|'[^']*'|\n\s+'[^']*')),", source, re.MULTILINE | re.DOTALL)
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_refusal_of_a_scan_has_words_about_its_values(language: str) -> None:
    said, found = texts(language, "refusals"), raised()
    assert {"insufficient-stock", "over-receipt", "wrong-scan", "not-picked", "location-full"} <= found.keys()
    assert not (found.keys() | OF_KIT) - said.keys()
    for slug, gives in found.items():
        forms = [set(re.findall(r"\{\{(\w+)\}\}", form)) for form in re.findall(r"\w+:\s+'([^']*)'", said[slug])]
        for values in gives:
            assert any(gaps <= values | VALUES_OF_KIT.get(slug, set()) for gaps in forms), (slug, values, forms)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_reason_why_a_code_stands_for_nothing_has_words(language: str) -> None:
    reasons = set()
    for tree in modules("catalog", "catalog.api.scans"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == Unreadable.__name__:
                (reason, *_) = node.args
                assert isinstance(reason, ast.Constant)
                reasons.add(reason.value)
    assert "unknown-gtin" in reasons
    assert not reasons - texts(language, "scanCodes").keys()
