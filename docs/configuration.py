"""python docs/configuration.py: write the tables of docs/configuration.md from the settings in the code."""

import ast
import importlib
import inspect
import io
import sys
import tokenize
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "configuration.md"
BEGIN, END = "<!-- written by `make docs` from here -->", "<!-- to here -->"

_TITLES = {
    "kit.settings": "Every service",
    "stack.settings": "The one-machine run",
    "wholesaler.config": "The demo",
}
_BOUNDS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def sources() -> list[Path]:
    """The files that hold settings: what all services share first, then each service, then what runs them."""
    return [
        ROOT / "kit/src/kit/settings.py",
        *sorted(ROOT.glob("services/*/src/*/config.py")),
        *sorted(ROOT.glob("deploy/local/src/stack/settings.py")),
        ROOT / "demo/src/wholesaler/config.py",
    ]


def page(text: str) -> str:
    """The page with its tables as the code has them."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = "\n".join(_section(source) for source in sources())
    return f"{before}{BEGIN}\n\n{tables}\n{END}{after}"


def _section(source: Path) -> str:
    name = f"{source.parent.name}.{source.stem}"
    module = importlib.import_module(name)
    comments = _comments(source)
    lines = [f"### {_TITLES.get(name, source.parent.name)}", ""]
    for cls in vars(module).values():
        if isinstance(cls, type) and issubclass(cls, BaseSettings) and cls.__module__ == name:
            if len(lines) > 2:
                lines += [cls.__doc__ or "", ""]
            lines += ["| Variable | Value | Default | Meaning |", "| --- | --- | --- | --- |"]
            own = inspect.get_annotations(cls)
            lines += [
                _row(cls, field, info, comments.get(field, ""))
                for field, info in cls.model_fields.items()
                if field in own
            ]
            lines.append("")
    return "\n".join(lines)


def _row(cls: type[BaseSettings], name: str, info: FieldInfo, comment: str) -> str:
    alias = info.validation_alias
    variable = alias if isinstance(alias, str) else f"{cls.model_config.get('env_prefix', '')}{name}".upper()
    cells = (f"`{variable}`", _value(info), _default(info), info.description or comment)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _value(info: FieldInfo) -> str:
    kinds = [kind for kind in get_args(info.annotation) or (info.annotation,) if kind is not NoneType]
    if get_origin(info.annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in kinds)
    bounds = [
        f"{sign} {getattr(rule, attribute)}"
        for rule in info.metadata
        for attribute, sign in _BOUNDS.items()
        if getattr(rule, attribute, None) is not None
    ]
    return " ".join([_kind(kinds[0]), ", ".join(bounds)]).strip()


def _kind(kind: Any) -> str:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(f"`{member.value}`" for member in kind)
    names = {"str": "text", "int": "whole number", "float": "number", "Decimal": "number", "SecretStr": "secret"}
    names |= {"bool": "true, false", "Path": "folder"}
    return names.get(getattr(kind, "__name__", ""), str(kind))


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "required"
    value = info.get_default(call_default_factory=True)
    if value is None or value == "":
        return "none"
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, Path) and value.is_relative_to(ROOT):
        value = value.relative_to(ROOT)
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value.value if isinstance(value, Enum) else value}`"


def _comments(source: Path) -> dict[str, str]:
    """What the code says beside each field, or right above it."""
    text = source.read_text()
    found: dict[int, tuple[str, bool]] = {}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            found[token.start[0]] = (token.string.lstrip("# "), not token.line[: token.start[1]].strip())
    comments = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            beside = found.get(node.end_lineno or 0)
            above: list[str] = []
            line = node.lineno - 1
            while line in found and found[line][1]:
                above.insert(0, found[line][0])
                line -= 1
            comments[node.target.id] = beside[0] if beside else " ".join(above)
    return comments


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(PAGE.read_text()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
