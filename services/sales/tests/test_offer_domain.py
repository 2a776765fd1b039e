"""Offers, pure: what is counted, what may be chosen, what an edition changes, and which way its life goes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.money import ZERO
from sales.domain.basket import BasketLine
from sales.domain.errors import ChoiceMissing, LineNotOffered, LonelyAlternative, OfferIsExpired, OfferStands
from sales.domain.kit import KitPart
from sales.domain.margin import PricedLine, PriceStep
from sales.domain.offer import (
    OPEN,
    Choice,
    Offer,
    OfferedItem,
    OfferedText,
    OfferStatus,
    accepted,
    amounts,
    as_order,
    check_alternatives,
    chosen,
    ordered,
    refused,
    sent,
    usual,
    withdrawn,
)
from sales.domain.offer_changes import compared
from sales.domain.order import QUOTED, is_quoted

from services.sales.tests import factories as make
from services.sales.tests.fakes import judge

DAY = date(2026, 3, 2)
PRICES = st.integers(1, 100_000).map(lambda cents: Decimal(cents).scaleb(-2))
COSTS = st.none() | st.integers(1, 10_000_000).map(lambda parts: Decimal(parts).scaleb(-4))
QUANTITIES = st.integers(1, 1_000_000).map(lambda parts: Decimal(parts).scaleb(-3))
CHOICES = st.sampled_from(
    [(Choice.FIXED, ""), (Choice.OPTION, ""), (Choice.ALTERNATIVE, "a"), (Choice.ALTERNATIVE, "b")]
)


def item(
    price: Decimal = Decimal(10),
    cost: Decimal | None = Decimal(6),
    quantity: Decimal = Decimal(5),
    choice: tuple[Choice, str] = (Choice.FIXED, ""),
    product_id: UUID | None = None,
    kit: KitPart | None = None,
) -> OfferedItem:
    goods = BasketLine(product_id or new_id(), "SKU", "Vis", "standard", None, quantity, quantity, None, kit)
    priced = PricedLine((PriceStep("list-price", "1", "List price", price),), judge(price, cost))
    return OfferedItem(new_id(), goods, priced, choice=choice[0], group=choice[1])


ITEMS = st.builds(item, PRICES, COSTS, QUANTITIES, CHOICES)


def offer(*lines: OfferedItem | OfferedText, **changes: object) -> Offer:
    made = Offer(
        new_id(), new_id(), "QU-1", 1, make.order().terms, DAY + timedelta(days=30), None, "", lines or (item(),)
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test names the fields


@given(st.lists(ITEMS, min_size=1, max_size=8))
def test_what_is_counted_is_what_is_taken_when_nobody_chooses(items: list[OfferedItem]) -> None:
    whole = offer(*items, OfferedText(new_id(), "Words cost nothing"))
    assert whole.net == sum((line.net for line in usual(items)), ZERO)
    assert chosen(whole, None) == usual(items)
    groups = {line.group for line in items if line.choice is Choice.ALTERNATIVE}
    assert len([line for line in usual(items) if line.choice is Choice.ALTERNATIVE]) == len(groups)
    assert not [line for line in usual(items) if line.choice is Choice.OPTION]


@given(st.lists(ITEMS, min_size=1, max_size=8), st.data())
def test_a_choice_is_taken_whole_or_refused(items: list[OfferedItem], data: st.DataObject) -> None:
    whole = offer(*items)
    wanted = data.draw(st.sets(st.sampled_from(items).map(lambda line: line.id)))
    groups = {line.group for line in items if line.choice is Choice.ALTERNATIVE}
    is_clear = all(sum(line.group == group and line.id in wanted for line in items) == 1 for group in groups)
    if not is_clear:
        with pytest.raises(ChoiceMissing):
            chosen(whole, wanted)
        return
    taken = {line.id for line in chosen(whole, wanted)}
    assert taken == wanted | {line.id for line in items if line.choice is Choice.FIXED}


def test_what_is_not_offered_cannot_be_chosen() -> None:
    with pytest.raises(LineNotOffered):
        chosen(offer(), {new_id()})


@given(st.lists(ITEMS, max_size=8))
def test_margins_sum_to_the_cent_or_are_not_known(items: list[OfferedItem]) -> None:
    net, margin = amounts(items)
    costs = [line.cost for line in items]
    assert (margin is None) == (None in costs)
    if margin is not None:
        assert net - margin == sum((cost for cost in costs if cost is not None), ZERO)


def test_an_alternative_is_not_alone() -> None:
    check_alternatives([item(choice=(Choice.ALTERNATIVE, "a")), item(choice=(Choice.ALTERNATIVE, "a"))])
    with pytest.raises(LonelyAlternative, match="'b'"):
        check_alternatives([item(choice=(Choice.ALTERNATIVE, "b")), item()])


@given(st.lists(ITEMS, max_size=8))
def test_an_edition_like_the_one_before_changes_nothing(items: list[OfferedItem]) -> None:
    again = [replace(line, id=new_id()) for line in items]
    assert not [change for change in compared(items, again) if change.is_changed]


@given(st.lists(ITEMS, max_size=6), st.lists(ITEMS, max_size=6), st.integers(0, 6))
def test_every_line_is_told_once_on_each_side(before: list[OfferedItem], added: list[OfferedItem], kept: int) -> None:
    after = [*before[:kept], *added]
    changes = compared(before, after)
    assert [change.after for change in changes if change.after] == after
    assert sorted(str(change.before.id) for change in changes if change.before) == sorted(
        str(line.id) for line in before
    )


def test_the_same_product_twice_is_compared_in_its_order() -> None:
    product = new_id()
    before = [item(quantity=Decimal(n), product_id=product) for n in (1, 2)]
    after = [item(quantity=Decimal(n), product_id=product) for n in (1, 3)]
    changed = [change for change in compared(before, after) if change.is_changed]
    assert [(each.before, each.after) for each in changed] == [(before[1], after[1])]


def test_an_accepted_offer_becomes_an_order_at_its_prices() -> None:
    by_hand = item()
    by_hand = replace(by_hand, item=replace(by_hand.item, manual_unit_price=Decimal(10)))
    option = item(choice=(Choice.OPTION, ""))
    whole = offer(OfferedText(new_id(), "x"), by_hand, option)
    order_id = new_id()
    order = ordered(whole, [by_hand], order_id=order_id, number="SO-1", on=DAY, rate=None, reference="PO 7")
    (line,) = order.lines
    assert (line.unit_price, line.steps[-1].rule, line.steps[-1].label) == (Decimal(10), QUOTED, "QU-1 v1")
    assert (line.manual_unit_price, line.quantity, line.net) == (None, by_hand.item.quantity, by_hand.net)
    assert (order.terms.customer_reference, order.terms.salesperson) == ("PO 7", "S1")
    assert is_quoted(order)
    assert not is_quoted(as_order(whole))
    assert len(as_order(whole).lines) == 2


@pytest.mark.parametrize("status", list(OfferStatus))
def test_only_what_was_sent_is_answered_and_only_what_is_not_over_is_withdrawn(status: OfferStatus) -> None:
    there = offer(status=status)
    if status is OfferStatus.SENT:
        order_id = new_id()
        assert accepted(there, order_id).sales_order_id == order_id
        assert refused(there).status is OfferStatus.REFUSED
    else:
        refusal = OfferIsExpired if status is OfferStatus.EXPIRED else OfferStands
        with pytest.raises(refusal):
            accepted(there, new_id())
        with pytest.raises(refusal):
            refused(there)
    if status in OPEN | {OfferStatus.SENT}:
        assert withdrawn(there).version == 2
    else:
        with pytest.raises(OfferStands):
            withdrawn(there)


def test_nothing_is_sent_after_its_last_day() -> None:
    late = offer(valid_until=DAY)
    decisions = [line.price.decision for line in late.items]
    assert sent(late, decisions, DAY).status is OfferStatus.SENT
    with pytest.raises(OfferIsExpired):
        sent(late, decisions, DAY + timedelta(days=1))
