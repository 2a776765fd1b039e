"""Families: the tree that products are sorted into, and what each asks its products to say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from kit.errors import Fault
from kit.uom import UOMS


class AttributeKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something that products of a family say of themselves: a diameter, a colour."""

    code: str
    name: str
    kind: AttributeKind
    uom: str | None = None  # of a number
    choices: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    code: str
    name: str
    parent_code: str | None = None
    attributes: tuple[Attribute, ...] = ()


def path(families: Mapping[str, Family], code: str) -> list[str]:
    """Codes from the root to this family."""
    steps: list[str] = []
    at: str | None = code
    while at is not None:
        steps.append(at)
        at = families[at].parent_code
    return steps[::-1]


def attributes_of(families: Mapping[str, Family], code: str) -> dict[str, Attribute]:
    """What products of this family say: its own attributes and those of the families above; the nearest wins."""
    return {attribute.code: attribute for step in path(families, code) for attribute in families[step].attributes}


def definition_faults(attributes: Sequence[Attribute]) -> Iterator[Fault]:
    """Attributes that no product could ever fill."""
    codes = [attribute.code for attribute in attributes]
    for i, attribute in enumerate(attributes):
        if attribute.code in codes[:i]:
            yield Fault(f"attributes.{i}.code", f"{attribute.code!r} stands for two attributes of the family.")
        if (attribute.kind is AttributeKind.CHOICE) != bool(attribute.choices):
            yield Fault(f"attributes.{i}.choices", "A choice lists what can be chosen; a text or a number does not.")
        if attribute.uom is not None and (attribute.kind is not AttributeKind.NUMBER or attribute.uom not in UOMS):
            yield Fault(
                f"attributes.{i}.uom", f"{attribute.uom!r} is no unit of a number: GET /api/catalog/v1/uoms lists them."
            )


def value_faults(attributes: Mapping[str, Attribute], values: Mapping[str, str]) -> Iterator[Fault]:
    """What is missing, unknown, or no value of its attribute."""
    for code, attribute in attributes.items():
        if attribute.is_required and not values.get(code):
            detail = f"Products of this family give their {attribute.name}."
            yield Fault(f"attributes.{code}", detail, "attribute-missing", {"attribute": attribute.name})
    for code, value in values.items():
        if code not in attributes:
            detail = f"The family has no attribute {code!r}: it has {', '.join(attributes) or 'none'}."
            yield Fault(f"attributes.{code}", detail, "attribute-unknown", {"attribute": code})
        elif attributes[code].kind is AttributeKind.NUMBER and not _is_number(value):
            yield Fault(
                f"attributes.{code}", f"{value!r} is no number: write it like 12.5.", "no-number", {"value": value}
            )
        elif attributes[code].kind is AttributeKind.CHOICE and value not in attributes[code].choices:
            choices = ", ".join(attributes[code].choices)
            values_ = {"value": value, "choices": choices}
            yield Fault(f"attributes.{code}", f"{value!r} is none of {choices}.", "no-choice", values_)


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False
