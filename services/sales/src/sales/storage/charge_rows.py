"""Charges of documents between their JSON and their domain type."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from sales.domain.charge import Charge, QuotedCharge, Waiver


def charge_values(charges: Iterable[Charge]) -> list[dict[str, object]]:
    """As they are stored; `charges_in` is the way back."""
    return [
        {
            "id": charge.id,
            "tax_class": charge.tax_class,
            "quoted": _members(charge.quoted),
            "waiver": _members(charge.waiver) if charge.waiver else None,
        }
        for charge in charges
    ]


def charges_in(stored: Sequence[Mapping[str, Any]]) -> tuple[Charge, ...]:
    """The charges of `charge_values`."""
    return tuple(
        Charge(
            UUID(each["id"]),
            _quoted(each["quoted"]),
            each["tax_class"],
            Waiver(**each["waiver"]) if each["waiver"] else None,
        )
        for each in stored
    )


def _quoted(stored: Mapping[str, Any]) -> QuotedCharge:
    missing = stored["missing_amount"]
    return QuotedCharge(
        **{
            **stored,
            "amount": Decimal(stored["amount"]),
            "missing_amount": None if missing is None else Decimal(missing),
        }
    )


def _members(flat: QuotedCharge | Waiver) -> dict[str, object]:
    return {field.name: getattr(flat, field.name) for field in fields(flat)}
