"""Price lists: reviewed as a diff, approved by somebody else where that is configured, published as reviewed."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from uuid import UUID

from kit.approvals import ApprovalRequest, Status, new_request
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import Transaction
from kit.errors import Fault, InvalidRecords
from kit.exchange import ExchangeRate
from kit.money import EXACT
from kit.quantity import Factor

from kit import approvals, audit, clock, decisions
from pricing.domain.errors import CustomerNotKnown, NotWaiting, PricesMoved
from pricing.domain.margin import RuleSet, Sale
from pricing.domain.price import Price, Scope, customer_of, faults_of, per_stock_unit
from pricing.domain.price_list import (
    ChangeKind,
    Held,
    LineMargin,
    ListStatus,
    Place,
    PriceChange,
    PriceList,
    changes_of,
    check_publishable,
    has_moved,
    margin_of,
)
from pricing.queries.sales_facts import customer_fault
from pricing.storage import price_lists, prices, rules
from pricing.storage.price_lists import ProductFacts
from pricing.storage.rates import rate_of

APPROVER = "pricing.lists.approve"
PRICE_LIST = "price-list"  # subject of requests
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A line of a list. It names its product by id or by our reference."""

    product_id: UUID | None
    sku: str
    min_quantity: Decimal
    unit_price: Decimal
    packaging_code: str | None = None  # what price and quantity are of; the stock unit where it is none

    def in_stock_units(self, packagings: Mapping[str, Factor]) -> tuple[Decimal, Decimal] | None:
        """From how many on, and the price of one; nothing where there is no such packaging."""
        if self.packaging_code is None:
            return self.min_quantity, self.unit_price
        factor = packagings.get(self.packaging_code)
        if factor is None:
            return None
        with localcontext(EXACT):
            least = self.min_quantity * factor.numerator / factor.denominator
        return least, per_stock_unit(self.unit_price, factor)


@dataclass(frozen=True, slots=True)
class NewList:
    """A list as it is sent; each line with its place in what was sent."""

    id: UUID
    name: str
    scope: Scope
    scope_key: str
    currency: str
    effective_from: date
    is_complete: bool
    lines: Sequence[tuple[int, ListedPrice]]


@dataclass(frozen=True, slots=True)
class Review:
    """What a list changes, with the margins, and the lines that cannot be taken."""

    head: PriceList
    lines: Sequence[tuple[PriceChange, LineMargin]]
    faults: Sequence[Fault]


async def review(
    tx: Transaction, asked: NewList, *, company_currency: str, by: str, unreadable: Sequence[Fault] = ()
) -> Review:
    """What the list changes; nothing is in force yet. `unreadable`: lines that could not even be read.

    Costs come into the currency of the list at today's rate; without one no margin is known.

    Raises:
        InvalidRecords: its head makes no sense.
        CustomerNotKnown: it is for a customer of whom pricing has not heard.
        ConstraintViolated: a list with this id exists.
    """
    segment = await _segment_of(tx, asked)
    ids = await price_lists.ids_of_skus(tx, {line.sku for _, line in asked.lines if line.product_id is None})
    found = [line.product_id or ids.get(line.sku) for _, line in asked.lines]
    known = await price_lists.products(tx, {id_ for id_ in found if id_})
    taken, faults = _take(asked, found, known)
    every_fault = sorted([*unreadable, *faults], key=lambda fault: int(fault.field.split(".")[1]))
    head = PriceList(
        id=asked.id,
        name=asked.name,
        scope=asked.scope,
        scope_key=asked.scope_key,
        currency=asked.currency,
        effective_from=asked.effective_from,
        is_complete=asked.is_complete,
        status=ListStatus.REVIEWED,
        content_digest=_digest(taken),
        refused=len({fault.field.split(".")[1] for fault in every_fault}),
        created_by=by,
        version=1,
    )
    held = await price_lists.held(tx, head)
    ended = {place[0] for place in held if place not in taken} if asked.is_complete else set()
    facts = {**known, **await price_lists.products(tx, ended - known.keys())}
    margins = RuleSet(await rules.all_rules(tx))
    rate = await rate_of(tx, company_currency, asked.currency, clock.now().date())
    facts = {id_: _in_currency(each, rate) for id_, each in facts.items()}
    # A hundred thousand lines take a second: meanwhile others are served.
    lines = await asyncio.to_thread(_compare, head, taken, held, facts, margins, segment)
    await price_lists.add(tx, head, lines, every_fault)
    return Review(head, lines, every_fault)


async def publish(
    tx: Transaction, list_id: UUID, *, leave_out_refused: bool, needs_approval: bool, by: str
) -> PriceList:
    """Put a reviewed list in force from its first day on, exactly as it was reviewed, or ask somebody else to approve that.

    Raises:
        NotFound: there is no such list.
        ListClosed, ListTooLate, LinesRefused: it cannot be published (so).
        PricesMoved: prices of its scope changed since: send it again and review it.
    """
    head = await price_lists.lock(tx, list_id)
    now = clock.now()
    check_publishable(head, today=now.date(), leave_out_refused=leave_out_refused)
    if not needs_approval:
        await _put_in_force(tx, head, by=by)
        return await price_lists.lock(tx, list_id)
    counts = await price_lists.counts(tx, list_id)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in ChangeKind if counts[kind])
    request = new_request(
        subject=PRICE_LIST,
        document_id=list_id,
        document_number=head.name,
        content=head.signed(leave_out_refused=leave_out_refused),
        permission=APPROVER,
        reason=f"Prices of a list are approved by somebody else before they hold: {told}.",
        amount=None,
        requested_by=by,
        now=now,
        details={"leave_out_refused": leave_out_refused, "counts": {str(kind): n for kind, n in counts.items()}},
    )
    await approvals.add(tx, request)
    await price_lists.set_status(tx, list_id, ListStatus.WAITING)
    await audit.record(tx, AuditEntry("price_list", str(list_id), "submitted", {}, by))
    return await price_lists.lock(tx, list_id)


async def decide(tx: Transaction, list_id: UUID, decider: Principal, *, is_approved: bool, comment: str) -> PriceList:
    """Approve, which publishes the list, or reject.

    Raises:
        NotFound: there is no such list.
        NotWaiting: nobody has asked for approval.
        ListClosed, ListTooLate, PricesMoved: it can no longer be published so.
        ApprovalExpired, OwnRequest, PermissionMissing and others of kit: this person may not, or not now.
    """
    head = await price_lists.lock(tx, list_id)
    request = await _open_request(tx, head)
    now = clock.now()
    leave_out_refused = bool(request.details["leave_out_refused"])
    status = Status.APPROVED if is_approved else Status.REJECTED
    content = head.signed(leave_out_refused=leave_out_refused)
    await decisions.decide(tx, request, decider, status, content=content, comment=comment, now=now)
    if is_approved:
        check_publishable(head, today=now.date(), leave_out_refused=leave_out_refused)
        await _put_in_force(tx, head, by=decider.subject)
    else:
        await price_lists.set_status(tx, list_id, ListStatus.REVIEWED)
        changes = {"comment": [None, comment]}
        await audit.record(tx, AuditEntry("price_list", str(list_id), "rejected", changes, decider.subject))
    return await price_lists.lock(tx, list_id)


async def withdraw(tx: Transaction, list_id: UUID, *, by: str) -> PriceList:
    """It will not be published; whoever was asked to approve it need not any more.

    Raises:
        NotFound, ListClosed: there is no such list, or it is published or withdrawn.
    """
    head = await price_lists.lock(tx, list_id)
    check_publishable(head, today=head.effective_from, leave_out_refused=True)
    await approvals.withdraw(tx, list_id, now=clock.now())
    await price_lists.set_status(tx, list_id, ListStatus.WITHDRAWN)
    await audit.record(tx, AuditEntry("price_list", str(list_id), "withdrawn", {}, by))
    return await price_lists.lock(tx, list_id)


async def _segment_of(tx: Transaction, asked: NewList) -> str:
    """Of the customers that the list is for; empty for everybody."""
    probe = Price(
        asked.id, asked.id, asked.scope, asked.scope_key, Decimal(0), Decimal(0), asked.currency, asked.effective_from
    )
    if faults := list(faults_of(probe)):
        raise InvalidRecords(faults)
    if (customer := customer_of(probe)) is None:
        return asked.scope_key
    segment: str | None = await tx.fetchval("SELECT segment FROM partner WHERE id = $1", customer)
    if segment is None:
        fault = customer_fault(customer, "scope_key")
        raise CustomerNotKnown(fault.detail, field=fault.field)
    return segment


def _in_currency(facts: ProductFacts, rate: ExchangeRate | None) -> ProductFacts:
    cost = facts.unit_cost
    return facts._replace(unit_cost=None if rate is None or cost is None else rate.from_company(cost))


def _take(
    asked: NewList, found: Sequence[UUID | None], known: dict[UUID, ProductFacts]
) -> tuple[dict[Place, Decimal], list[Fault]]:
    """The prices that can be taken, and what is wrong with the other lines."""
    taken: dict[Place, Decimal] = {}
    faults = []
    for (place, line), id_ in zip(asked.lines, found, strict=True):
        if id_ is None or id_ not in known:
            field, named = ("product_id", line.product_id) if line.product_id else ("sku", line.sku)
            detail = f"Pricing does not know the product {named}."
            faults.append(Fault(f"lines.{place}.{field}", detail, "product-unknown", {"sku": str(named)}))
        elif (told := line.in_stock_units(known[id_].packagings)) is None:
            has = ", ".join(known[id_].packagings) or "none"
            detail = f"{known[id_].sku} has no packaging {line.packaging_code!r}: it has {has}."
            values = {"packaging": line.packaging_code or "", "known": has}
            faults.append(Fault(f"lines.{place}.packaging_code", detail, "packaging-unknown", values))
        elif (id_, told[0]) in taken:
            detail = "This product and quantity occur twice in the list: the first counts."
            faults.append(Fault(f"lines.{place}", detail, "product-twice"))
        else:
            taken[id_, told[0]] = told[1]
    return taken, faults


def _compare(
    head: PriceList,
    taken: dict[Place, Decimal],
    held: dict[Place, Held],
    known: dict[UUID, ProductFacts],
    margins: RuleSet,
    segment: str,
) -> list[tuple[PriceChange, LineMargin]]:
    """Each change with what it does to the margin, by the rule for who buys at this price, in any channel."""
    customer = UUID(head.scope_key) if head.scope is Scope.CUSTOMER else _NOBODY
    paths = {tuple(facts.family_path) for facts in known.values()}
    found = {path: margins.rule_for(Sale(path, segment, customer, "")) for path in paths}
    changes = changes_of(taken, held, is_complete=head.is_complete)
    return [
        (
            change,
            margin_of(change, known[change.product_id].unit_cost, found[tuple(known[change.product_id].family_path)]),
        )
        for change in changes
    ]


def _digest(taken: dict[Place, Decimal]) -> bytes:
    digest = hashlib.sha256()
    for (product_id, min_quantity), price in sorted(taken.items()):
        digest.update(f"{product_id} {min_quantity.normalize():f} {price.normalize():f}\n".encode())
    return digest.digest()


async def _open_request(tx: Transaction, head: PriceList) -> ApprovalRequest:
    request = await approvals.pending(tx, head.id)
    if request is None:
        raise NotWaiting(f"This list is {head.status}: nobody has asked for approval.", status=str(head.status))
    return request


async def _put_in_force(tx: Transaction, head: PriceList, *, by: str) -> None:
    await prices.lock_scopes(tx, [(str(head.scope), head.scope_key, head.currency)])
    reviewed = await price_lists.changes(tx, head.id)
    listed = {
        (change.product_id, change.min_quantity): change.unit_price
        for change in reviewed
        if change.kind is not ChangeKind.ENDED
    }
    held = await price_lists.held(tx, head)
    current = await asyncio.to_thread(changes_of, listed, held, is_complete=head.is_complete)
    if has_moved(reviewed, current):
        raise PricesMoved("Prices of this scope have changed since the review: send the list again and review it.")
    await price_lists.put_in_force(tx, head, len(reviewed), by=by, now=clock.now())
    await audit.record(tx, AuditEntry("price_list", str(head.id), "published", {}, by))
