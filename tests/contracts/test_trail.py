"""Whatever the trail can tell has words of the console, in both languages."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "web" / "src" / "i18n"
ENTITY, ACTION = "entity", "action"
AT = {ENTITY: 0, ACTION: 2}  # arguments of AuditEntry


def constants(node: ast.expr | None) -> Iterator[str]:
    """The texts that an argument may be, as far as they are written in place."""
    for each in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def said(what: str) -> set[str]:
    """Entities or actions that services and the chassis write into the trail; actions also where they are handed on."""
    found: set[str] = set()
    sources = chain(ROOT.glob("services/*/src/*/commands/**/*.py"), ROOT.glob("kit/src/kit/*.py"))
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text())):
            if not isinstance(node, ast.Call):
                continue
            named = {each.arg: each.value for each in node.keywords}
            is_entry = isinstance(node.func, ast.Name) and node.func.id == "AuditEntry"
            if is_entry and len(node.args) > AT[what]:
                found.update(constants(node.args[AT[what]]))
            if is_entry or what == ACTION:
                found.update(constants(named.get(what)))
    return found


def words(language: str, name: str) -> set[str]:
    """The values for which a list of words has one."""
    lists = [
        re.search(rf"Words = {{.*?^  {name}: {{(.*?)^  }},", source.read_text(), re.MULTILINE | re.DOTALL)
        for source in (TEXTS / language).glob("*.ts")
    ]
    [found] = [each[1] for each in lists if each]
    return set(re.findall(r"^    '?([\w -]+?)'?: ", found, re.MULTILINE))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("what", "name"), [(ENTITY, "record"), (ACTION, "change")])
def test_records_and_actions_have_words(language: str, what: str, name: str) -> None:
    written = said(what)
    assert len(written) > 40
    assert written - words(language, name) == set()
