"""Sales orders between their rows and their domain type."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.exchange import ExchangeRate

from sales.domain.credit import CreditAnswer, CreditRelease, OverdueDocument
from sales.domain.delivery import DeliveryPolicy
from sales.domain.fulfilment import Goods, OrderStatus
from sales.domain.kit import KitPart
from sales.domain.margin import MarginDecision, PriceStep, Reason, Verdict
from sales.domain.order import Breach, Buyer, Granter, OrderLine, SalesOrder, Shortage, Terms
from sales.domain.payment_terms import PaymentTerms
from sales.domain.promise import Promise, PromiseReason
from sales.domain.revision import margin_of
from sales.storage.charge_rows import charge_values, charges_in

TERMS = (
    "customer_id", "bill_to_id", "salesperson", "channel", "segment", "payment_days", "currency", "warehouse",
    "ordered_on", "customer_reference", "shortage", "deliver_to", "requested_on",
    "delivery", "consolidate_until", "priority", "team",
)  # fmt: skip
HEAD = (
    "id", "number", *TERMS, "rate", "rate_on", "payment_terms", "granted_by", "granter_roles", "status", "version", "credit",
    "is_given_up", "revision", "hold_cause", "hold", "release", "charges", "buyer", "buyer_name", "spending_breach",
)  # fmt: skip
SUMS = ("net", "charged", "value", "margin", "gross")
GOODS = ("quantity", "reserved", "backordered", "shipped", "invoiced")
LINE = {
    "id": "uuid", "position": "int", "product_id": "uuid", "sku": "text", "description": "text", "tax_class": "text",
    "packaging_code": "text", "packaging_quantity": "numeric", "manual_unit_price": "numeric", "unit_price": "numeric",
    "price": "jsonb", "decision": "jsonb", "quantity": "numeric", "reserved": "numeric", "backordered": "numeric",
    "shipped": "numeric", "invoiced": "numeric", "promise": "jsonb",
    "kit": "jsonb", "is_drop_shipped": "bool",
}  # fmt: skip


def head_values(order: SalesOrder) -> tuple[object, ...]:
    """Of HEAD, then of SUMS."""
    margin = margin_of(order)
    return (
        order.id,
        order.number,
        *(getattr(order.terms, name) for name in TERMS),
        *rate_values(order.terms.rate),
        terms_values(order.terms.payment_terms),
        order.granter.subject,
        order.granter.roles,
        order.status,
        order.version,
        order.credit,
        order.is_given_up,
        order.revision,
        None if order.hold is None else order.hold.refusal,
        None if order.hold is None else hold_values(order.hold),
        None if order.release is None else flat_values(order.release),
        charge_values(order.charges),
        order.buyer.subject,
        order.buyer.name,
        order.breach,
        order.net,
        order.charged,
        order.value,
        None if margin is None else margin.amount,
        order.gross,
    )


def line_columns(lines: Sequence[OrderLine]) -> list[list[object]]:
    """One array for each column of LINE."""
    return [list(column) for column in zip(*(line_values(i, line) for i, line in enumerate(lines)), strict=True)]


def line_values(position: int, line: OrderLine) -> tuple[object, ...]:
    """Of LINE."""
    return (
        line.id,
        position,
        line.product_id,
        line.sku,
        line.description,
        line.tax_class,
        line.packaging_code,
        line.packaging_quantity,
        line.manual_unit_price,
        line.unit_price,
        {"steps": [flat_values(step) for step in line.steps]},  # a list would count as a dimension of the array
        flat_values(line.decision),
        *(getattr(line.goods, name) for name in GOODS),
        promise_values(line.promise),
        None if line.kit is None else flat_values(line.kit),
        line.is_drop_shipped,
    )


def promise_values(promise: Promise | None) -> dict[str, object] | None:
    """As JSON keeps it."""
    return (
        None if promise is None else {"on": promise.on, "reason": promise.reason, "document": promise.document_number}
    )


def hold_values(hold: CreditAnswer) -> dict[str, object]:
    """As it is stored; `hold_of` is the way back."""
    return {
        **flat_values(hold),
        "parts": dict(hold.parts),
        "oldest": None if hold.oldest is None else flat_values(hold.oldest),
    }


def hold_of(stored: Mapping[str, Any]) -> CreditAnswer:
    """The answer of `hold_values`."""
    oldest = stored["oldest"]
    return CreditAnswer(
        amount=Decimal(stored["amount"]),
        exposure=Decimal(stored["exposure"]),
        overdue=Decimal(stored["overdue"]),
        credit_limit=_optional(stored["credit_limit"]),
        refusal=stored["refusal"],
        passing_amount=_optional(stored["passing_amount"]),
        payment_needed=Decimal(stored["payment_needed"]),
        parts={name: Decimal(amount) for name, amount in stored["parts"].items()},
        oldest=None if oldest is None else OverdueDocument(oldest["number"], date.fromisoformat(oldest["due_on"])),
    )


def terms_values(terms: PaymentTerms | None) -> dict[str, object] | None:
    """As they are stored; `terms_of` is the way back."""
    return None if terms is None else flat_values(terms)


def terms_of(stored: Mapping[str, Any] | None) -> PaymentTerms | None:
    """The terms of `terms_values`."""
    return None if stored is None else PaymentTerms(**{**stored, "discount_rate": _optional(stored["discount_rate"])})


def rate_values(rate: ExchangeRate | None) -> tuple[Decimal | None, date | None]:
    """Of the columns rate and rate_on; `rate_of` is the way back."""
    return (None, None) if rate is None else (rate.rate, rate.on)


def rate_of(head: Mapping[str, Any]) -> ExchangeRate | None:
    """The rate of `rate_values`."""
    return None if head["rate"] is None else ExchangeRate(head["currency"], head["rate"], head["rate_on"])


def release_of(stored: Mapping[str, Any]) -> CreditRelease:
    """The release of a stored one."""
    return CreditRelease(
        amount=Decimal(stored["amount"]),
        exposure=Decimal(stored["exposure"]),
        overdue=Decimal(stored["overdue"]),
        despite_hold=stored["despite_hold"],
        until=datetime.fromisoformat(stored["until"]),
    )


_Flat = PriceStep | MarginDecision | KitPart | CreditAnswer | CreditRelease | OverdueDocument | PaymentTerms


def flat_values(flat: _Flat) -> dict[str, object]:
    """Members by name; `asdict` would copy each deeply."""
    return {field.name: getattr(flat, field.name) for field in fields(flat)}


def order_of(head: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> SalesOrder:
    """The order of a row and the rows of its lines."""
    terms = {name: head[name] for name in TERMS}
    return SalesOrder(
        id=head["id"],
        number=head["number"],
        terms=Terms(
            **{
                **terms,
                "shortage": Shortage(head["shortage"]),
                "delivery": DeliveryPolicy(head["delivery"]),
                "payment_terms": terms_of(head["payment_terms"]),
                "rate": rate_of(head),
            }
        ),
        lines=tuple(line_of(row) for row in lines),
        granter=Granter(head["granted_by"], tuple(head["granter_roles"])),
        status=OrderStatus(head["status"]),
        version=head["version"],
        credit=head["credit"],
        is_given_up=head["is_given_up"],
        revision=head["revision"],
        hold=None if head["hold"] is None else hold_of(head["hold"]),
        release=None if head["release"] is None else release_of(head["release"]),
        charges=charges_in(head["charges"]),
        buyer=Buyer(head["buyer"], head["buyer_name"]),
        breach=None if head["spending_breach"] is None else Breach(head["spending_breach"]),
    )


def line_of(row: Mapping[str, Any]) -> OrderLine:
    """The line of a row."""
    return OrderLine(
        id=row["id"],
        product_id=row["product_id"],
        sku=row["sku"],
        description=row["description"],
        tax_class=row["tax_class"],
        packaging_code=row["packaging_code"],
        packaging_quantity=row["packaging_quantity"],
        manual_unit_price=row["manual_unit_price"],
        goods=Goods(*(row[name] for name in GOODS)),
        steps=steps_of(row["price"]),
        decision=decision_of(row["decision"]),
        promise=promise_of(row["promise"]),
        kit=kit_of(row["kit"]),
        is_drop_shipped=row["is_drop_shipped"],
    )


def kit_of(stored: Mapping[str, Any] | None) -> KitPart | None:
    """The kit of a stored one."""
    if stored is None:
        return None
    return KitPart(
        UUID(stored["product_id"]),
        stored["sku"],
        Decimal(stored["quantity"]),
        stored["position"],
        _optional(stored["manual_unit_price"]),
        stored.get("description", ""),
    )


def promise_of(values: Mapping[str, Any] | None) -> Promise | None:
    """Of its JSON."""
    if values is None:
        return None
    on = date.fromisoformat(values["on"]) if values["on"] else None
    return Promise(on, PromiseReason(values["reason"]), values["document"])


def steps_of(price: Mapping[str, Any]) -> tuple[PriceStep, ...]:
    """The steps to a price, as they are stored."""
    return tuple(PriceStep(**{**step, "unit_price": Decimal(step["unit_price"])}) for step in price["steps"])


def decision_of(values: Mapping[str, Any]) -> MarginDecision:
    """A decision, as it is stored."""
    return MarginDecision(
        verdict=Verdict(values["verdict"]),
        unit_cost=_optional(values["unit_cost"]),
        margin_rate=_optional(values["margin_rate"]),
        approval_rate=Decimal(values["approval_rate"]),
        floor_rate=Decimal(values["floor_rate"]),
        floor_price=_optional(values["floor_price"]),
        explanation=values["explanation"],
        discount_rate=_optional(values.get("discount_rate")),
        discount_limit=_optional(values.get("discount_limit")),
        levels=tuple(values.get("levels", ())),
        exception_id=values.get("exception_id", ""),
        reasons=tuple(Reason(**each) for each in values.get("reasons", ())),
    )


def _optional(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
