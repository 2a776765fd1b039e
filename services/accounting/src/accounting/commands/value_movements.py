"""Give a batch of stock movements their cost: layers, ledger and event in one go."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.consumer import NotYet
from kit.db import Transaction
from kit.events import OutgoingEvent
from kit.exchange import ExchangeRate, RateMissing, needed
from kit.exchange_rates import rates_on
from kit.ids import new_id
from kit.money import ZERO

from accounting import wire
from accounting.domain import entry_labels
from accounting.domain.chart import Journal
from accounting.domain.entry import Axes, JournalEntry, along
from accounting.domain.movement import Basis, Direction, Movement, Outcome, Reason, value_movement
from accounting.domain.purchase import Cost, PurchasePrice
from accounting.domain.schemes import Cause, SchemeName, stock_lines
from accounting.domain.valuation import Stock, Take
from accounting.domain.valued import Revaluation, Valued
from accounting.storage import goods_received, ledger, sites, stocks
from accounting.storage.books.axes import axes_of
from accounting.wire import After


async def value_movements(tx: Transaction, movements: Sequence[Movement], *, scheme: SchemeName, currency: str) -> None:
    """Value movements in their order. Movements inside the company change no value.

    Raises:
        NotYet: the order, product or movement that one builds on has not arrived.
    """
    await sites.keep(tx, [movement for movement in movements if movement.is_between_sites])
    movements = [movement for movement in movements if movement.direction is not Direction.INSIDE]
    if not movements:
        return
    basis = await _basis(tx, movements, currency)
    origins = [*basis.receipts.values(), *(origin for m in movements if (origin := m.goods_of))]
    lots = {(m.product_id, m.lot) for m in movements if m.lot}
    held = await stocks.lock(tx, _issued(movements), with_layers=origins, lots=lots)
    axes = await axes_of(tx, movements)
    batch = _Batch(scheme, currency, await ledger.closed_months(tx), held, basis, axes)
    for movement in movements:
        batch.value(movement)
    numbers = await ledger.post(tx, batch.entries)
    await stocks.save(tx, list(held.values()), batch.takes)
    await stocks.keep(tx, [valued for _, valued, _ in batch.valued])
    await stocks.keep_revaluations(tx, batch.revaluations)
    await goods_received.add(tx, batch.received)
    await goods_received.give_back(tx, batch.given_back)
    for movement, valued, after in batch.valued:
        number = numbers[valued.entry_id] if valued.entry_id else ""
        tx.publish(wire.movement_valued(movement, valued, after, number))
    tx.publish(*batch.corrections)


def _issued(movements: Sequence[Movement]) -> dict[UUID, Decimal]:
    """How much leaves, by product; zero for those that only receive."""
    issued: dict[UUID, Decimal] = {}
    for movement in movements:
        leaves = movement.quantity if movement.direction is Direction.OUT_OF_STOCK else ZERO
        issued[movement.product_id] = issued.get(movement.product_id, ZERO) + leaves
    return issued


async def _basis(tx: Transaction, movements: Sequence[Movement], currency: str) -> Basis:
    """Everything that costs are taken from, read at once."""
    purchased = [m for m in movements if m.cause is Cause.PURCHASE]
    prices = await _prices(tx, purchased, currency)
    reversed_ids = {m.reverses for m in movements if m.reverses}
    reversed_ = await stocks.valued(tx, list(reversed_ids))
    own = {m.id for m in movements}
    if missing := reversed_ids - reversed_.keys() - own:
        raise NotYet(f"Accounting has not valued movement {missing.pop()} yet, which is to be reversed.")
    if reversed_ids & own:
        raise NotYet("A movement and its reversal came in one batch: the reversal waits for its original.")
    returned = [m for m in movements if m.reason is Reason.CUSTOMER_RETURN]
    deliveries = {m.returns for m in returned if m.returns}
    lines = {m.order_line_id for m in returned if m.order_line_id and not m.returns}
    sold = await stocks.sold(tx, list(deliveries), list(lines))
    if deliveries & own or any(m.reason is Reason.SHIPMENT and m.order_line_id in lines for m in movements):
        raise NotYet("A delivery and its return came in one batch: the return waits for its delivery.")
    if missing := deliveries - sold.keys():
        raise NotYet(f"Accounting has not valued movement {missing.pop()} yet, which comes back.")
    out = [m for m in purchased if m.direction is Direction.OUT_OF_STOCK]
    receipts = {m.id: origin for m in out if (origin := m.reverses or m.returns)}
    receipts |= await goods_received.receipts_behind(
        tx, {m.id: m.order_line_id for m in out if m.id not in receipts and m.order_line_id}
    )
    if own & set(receipts.values()):
        raise NotYet("A receipt and its return came in one batch: the return waits for its receipt.")
    received = await goods_received.lock_received_at(tx, list(receipts.values()))
    return Basis(prices, reversed_, sold, receipts, received)


async def _prices(tx: Transaction, purchased: Sequence[Movement], currency: str) -> dict[UUID, PurchasePrice]:
    """By movement: the price of its order line, with the rate of the day on which the goods moved.

    Raises:
        NotYet: an order line or a rate has not arrived.
    """
    ids = {m.order_line_id for m in purchased if m.order_line_id}
    if not ids:
        return {}
    lines = await goods_received.order_prices(tx, list(ids))
    days = {m.id: (lines[m.order_line_id][1], m.occurred_at.date()) for m in purchased if m.order_line_id in lines}
    rates = await rates_on(tx, currency, list(days.values()))
    prices = {}
    for movement in purchased:
        if movement.order_line_id not in lines:
            if movement.reverses is None:
                raise NotYet(f"Accounting has not heard of purchase order line {movement.order_line_id} yet.")
            continue
        try:
            rate = needed(rates, *days[movement.id])
        except RateMissing as missing:
            raise NotYet(str(missing)) from missing
        prices[movement.id] = PurchasePrice(lines[movement.order_line_id][0], rate)
    return prices


class _Batch:
    """Gathers what a batch of movements does, so that it is written in a few statements."""

    def __init__(
        self,
        scheme: SchemeName,
        currency: str,
        closed: set[date],
        held: dict[UUID, Stock],
        basis: Basis,
        axes: dict[UUID, Axes],
    ) -> None:
        self.entries: list[JournalEntry] = []
        self.takes: list[Take] = []
        self.valued: list[tuple[Movement, Valued, After]] = []
        self.revaluations: list[Revaluation] = []
        self.received: list[goods_received.NewReceived] = []
        self.given_back: list[goods_received.GivenBack] = []
        self.corrections: list[OutgoingEvent] = []
        self._scheme = scheme
        self._currency = currency
        self._closed = closed
        self._held = held
        self._basis = basis
        self._axes = axes

    def value(self, movement: Movement) -> None:
        stock = self._held[movement.product_id]
        outcome = value_movement(stock, movement, self._basis)
        happened_on = movement.occurred_at.date()
        posted_on = ledger.open_day(self._closed, happened_on)
        entry = self._entry(movement, outcome, posted_on)
        into = movement.direction is Direction.INTO_STOCK
        valued = Valued(
            movement_id=movement.id,
            sequence=outcome.sequence,
            product_id=movement.product_id,
            quantity=movement.quantity if into else -movement.quantity,
            amount=outcome.amount,
            quantity_after=stock.quantity,
            value_after=stock.posted,
            reason=movement.reason,
            order_line_id=movement.order_line_id,
            document_number=movement.document_number,
            occurred_at=movement.occurred_at,
            posted_on=posted_on,
            entry_id=entry.id if entry else None,
            reverses=movement.reverses,
            returns=movement.returns,
            warehouse=movement.warehouse,
            lot=movement.lot,
        )
        self.valued.append((movement, valued, After.of(stock)))
        self.takes += outcome.takes
        if outcome.true_up:
            self._true_up(movement, outcome, posted_on)
        if outcome.purchased is not None:
            self._suppliers_side(movement, outcome.purchased)

    def _entry(self, movement: Movement, outcome: Outcome, posted_on: date) -> JournalEntry | None:
        value = outcome.purchased.value if outcome.purchased else None
        lines = stock_lines(self._scheme, movement.cause, outcome.amount, purchased=value)
        if not lines:
            return None
        entry = JournalEntry(
            id=new_id(),
            journal=Journal.STOCK,
            posted_on=posted_on,
            document_on=movement.occurred_at.date(),
            label=f"{entry_labels.MOVEMENTS[movement.reason]} {movement.document_number}",
            source="movement",
            source_id=movement.id,
            lines=along(lines, self._axes[movement.id]),
            document_number=movement.document_number,
        )
        self.entries.append(entry)
        return entry

    def _true_up(self, movement: Movement, outcome: Outcome, posted_on: date) -> None:
        """What left on credit cost another amount than was thought: an entry of its own."""
        entry = JournalEntry(
            id=new_id(),
            journal=Journal.STOCK,
            posted_on=posted_on,
            document_on=movement.occurred_at.date(),
            label=f"Régularisation de stock négatif par {movement.document_number}",
            source="true-up",
            source_id=movement.id,
            lines=along(stock_lines(self._scheme, Cause.COST_OF_SALES, -outcome.true_up), self._axes[movement.id]),
            document_number=movement.document_number,
        )
        self.entries.append(entry)
        change = Revaluation(
            id=new_id(),
            product_id=movement.product_id,
            sequence=self._held[movement.product_id].tick(),
            amount=-outcome.true_up,
            reason="negative-stock",
            document_id=movement.id,
            entry_id=entry.id,
            posted_on=posted_on,
        )
        self.revaluations.append(change)
        self.corrections.append(
            wire.stock_revalued(
                change.id,
                movement.product_id,
                to_stock=-outcome.true_up,
                to_cost_of_sales=outcome.true_up,
                reason=change.reason,
                document_id=movement.id,
                after=After.of(self._held[movement.product_id]),
                posted_on=posted_on,
                occurred_at=movement.occurred_at,
            )
        )

    def _suppliers_side(self, movement: Movement, purchased: Cost) -> None:
        price = self._basis.prices.get(movement.id)
        if movement.direction is Direction.INTO_STOCK and movement.order_line_id and movement.document_line_id:
            self.received.append(
                goods_received.NewReceived(
                    movement_id=movement.id,
                    receipt_id=movement.document_id,
                    receipt_number=movement.document_number,
                    receipt_line_id=movement.document_line_id,
                    purchase_order_line_id=movement.order_line_id,
                    received_on=movement.occurred_at.date(),
                    quantity=movement.quantity,
                    cost=purchased,
                    rate=self._rate(movement),
                    unit_price=price.unit_price if price else None,
                )
            )
        elif receipt := self._basis.receipts.get(movement.id):
            back = Cost(-purchased.amount, -purchased.value)
            self.given_back.append(goods_received.GivenBack(receipt, movement.quantity, back))

    def _rate(self, movement: Movement) -> ExchangeRate:
        price = self._basis.prices.get(movement.id)
        return price.rate if price else ExchangeRate.own(self._currency, movement.occurred_at.date())
