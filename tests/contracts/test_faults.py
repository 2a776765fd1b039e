"""Every fault that an import can tell has words of the console, in both languages, about values that it gives."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalog.api.imports import partners, products
from inventory.api.imports import opening_stock
from kit.importing import cleaned, proposed

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "web" / "src" / "i18n"
# What lines of an import go through.
SOURCES = (
    "kit/src/kit/importing.py",
    "kit/src/kit/imports_api.py",
    *(
        f"services/catalog/src/catalog/{name}.py"
        for name in (
            "api/imports", "commands/import_partners", "commands/import_products", "commands/create_partners",
            "commands/create_products", "commands/change_partners", "commands/records", "domain/codes", "domain/partner",
            "domain/product", "domain/payment_law",
        )
    ),
    "services/inventory/src/inventory/commands/import_opening_stock.py",
    "services/pricing/src/pricing/commands/price_lists.py",
    "services/purchasing/src/purchasing/commands/price_lists.py",
)  # fmt: skip
# What pydantic says of fields of products, partners and prices: https://docs.pydantic.dev/latest/errors/validation_errors
OF_PYDANTIC = {
    "missing": set(), "string-too-short": {"min_length"}, "string-too-long": {"max_length"},
    "string-pattern-mismatch": {"pattern"}, "literal-error": {"expected"}, "enum": {"expected"}, "int-parsing": set(),
    "bool-parsing": set(), "decimal-parsing": set(), "decimal-max-places": {"decimal_places"},
    "decimal-max-digits": {"max_digits"}, "decimal-whole-digits": {"whole_digits"}, "greater-than": set(),
    "greater-than-equal": set(), "less-than-equal": set(), "value-error": set(), "uuid-parsing": set(),
}  # fmt: skip


def told() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where, code, and names of the values of each fault; None where they are not written in place."""
    for source in SOURCES:
        tree = ast.parse((ROOT / source).read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Fault":
                where = f"{source}:{node.lineno}"
                assert len(node.args) > 2, f"{where} has no code"
                values = node.args[3] if len(node.args) > 3 else ast.Dict([], [])
                names = (
                    {str(key.value) for key in values.keys if isinstance(key, ast.Constant)}
                    if isinstance(values, ast.Dict)
                    else None
                )
                for code in ast.walk(node.args[2]):
                    if isinstance(code, ast.Constant):
                        yield where, str(code.value), names


def texts(language: str) -> dict[str, list[set[str]]]:
    """Of each code: the values that each of its forms speaks of."""
    source = (TEXTS / language / "faults.ts").read_text()
    entries = re.findall(r"^  '?([a-z-]+)'?: (\{.*?\}),$", source, re.MULTILINE | re.DOTALL)
    return {
        code: [set(re.findall(r"\{\{(\w+)\}\}", form)) for form in re.findall(r"\w+:\s+'([^']*)'", forms)]
        for code, forms in entries
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_fault_of_an_import_has_words_about_its_values(language: str) -> None:
    words, found = texts(language), list(told())
    assert {"needed", "unit-unknown", "wrong-identifier", "same-goods", "packaging-unknown"} <= {
        code for _, code, _ in found
    }
    for where, code, names in found:
        assert code in words, f"{where}: {code}"
        assert names is None or any(gaps <= names for gaps in words[code]), f"{where}: {code} {names}"
    for code, bounds in OF_PYDANTIC.items():
        assert any(gaps <= bounds for gaps in words[code]), code


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_template_in_either_language_is_read_back_column_by_column(language: str) -> None:
    source = (TEXTS / language / "imports.ts").read_text().partition("importColumn: {")[2].partition("\n  },")[0]
    words = dict(re.findall(r"^    '?(\w+)'?: '([^']*)'", source, re.MULTILINE))
    for importer in (products, partners, opening_stock):
        titles = [f"{words[column.name]} (texte)" for column in importer.columns]
        found = proposed(importer.columns, titles, {})
        assert found == {column.name: place for place, column in enumerate(importer.columns)}, importer.kind
        values, faults = cleaned(importer.columns, found, [column.example for column in importer.columns])
        assert faults == [], importer.kind
        assert values.keys() >= {column.name for column in importer.columns if column.example}
