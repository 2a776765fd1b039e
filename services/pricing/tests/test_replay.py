"""Real orders priced while every layer of prices changes under them, and each price got again afterwards."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed, SalesOrderLine
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out, time_out
from pricing.domain.past_order import replayed_prices
from pricing.domain.price import PriceStep
from pricing.domain.price_rule import Kind
from pricing.domain.rule_history import RuleHistory
from pricing.domain.scenario import Scenario
from pricing.queries.quote import AskedLine, Quote, quote_lines
from pricing.storage import rule_history, sold
from pricing.storage.rules import RuleBook

from kit import clock
from services.pricing.tests import factories as make
from services.pricing.tests import wwi

_CHANGES = 60  # so often the house changes its prices
_FIRST, _LAST = date(2013, 1, 1), date(2013, 2, 1)
_FREE = {Kind.LINE_DISCOUNT: "0.05", Kind.AMOUNT_OFF: "0.50", Kind.LINE_SURCHARGE: "0.25", Kind.FIXED_PRICE: "12"}


class Sold(NamedTuple):
    """What the engine said of each line of an order, before somebody set another price."""

    order: wwi.Order
    quoted_at: datetime
    has_hand: bool
    steps: dict[UUID, Sequence[PriceStep]]  # by order line


class House:
    """A trade of these orders."""

    def __init__(self, pricing: ServiceUnderTest, seed: int) -> None:
        self.pricing = pricing
        self.chance = random.Random(seed)
        self.orders = wwi.orders()
        self.mark = str(new_id())[-8:]
        self.items = {line.item.code: line.item for order in self.orders for line in order.lines}
        self.products = {code: str(new_id()) for code in self.items}
        self.customers = {order.customer: str(new_id()) for order in self.orders}
        self.segments = {order.customer: self.named(order.segment) for order in self.orders}
        self.book = RuleBook()
        self.contracts: dict[str, dict[str, Any]] = {}
        self.rules: dict[str, dict[str, Any]] = {}

    def named(self, text: str) -> str:
        """A code of this house alone, whatever else the database has."""
        return f"{text.replace(' ', '-')}-{self.mark}"

    async def open(self) -> None:
        await self.pricing.deliver(
            make.PRODUCTS,
            *(
                ProductChanged(
                    product_id=self.products[item.code],
                    version=1,
                    sku=self.named(item.code),
                    family_path=[self.mark, self.named(item.family)],
                    weight_kg=decimal_out(Decimal(item.weight_kg)),
                )
                for item in self.items.values()
            ),
        )
        await self.pricing.deliver(
            make.PARTNERS,
            *(
                PartnerChanged(partner_id=id_, version=1, code=self.named(code), segment=self.segments[code])
                for code, id_ in self.customers.items()
            ),
        )
        await make.prices(self.pricing, *(self.price(item, item.list_price) for item in self.items.values()))

    def price(self, item: wwi.Item, amount: Decimal, **scope: Any) -> dict[str, Any]:
        return make.price(self.products[item.code], f"{amount:.2f}", effective_from="2013-01-01", **scope)

    async def change(self) -> None:
        """One layer or another, at random."""
        await self.chance.choice([self._list, self._break, self._contract, self._rule, self._rule, self._no_rule])()

    async def _list(self) -> None:
        some = self.chance.sample(list(self.items.values()), 30)
        await make.prices(
            self.pricing,
            *(self.price(each, each.list_price * Decimal(self.chance.randint(90, 115)) / 100) for each in some),
        )

    async def _break(self) -> None:
        some = self.chance.sample(list(self.items.values()), 30)
        customer = self.chance.choice(list(self.customers))
        scope, key = self.chance.choice(
            [("list", ""), ("segment", self.segments[customer]), ("customer", self.customers[customer])]
        )
        least = str(self.chance.choice([5, 10, 50]))
        await make.prices(
            self.pricing,
            *(
                self.price(each, each.list_price * Decimal("0.93"), scope=scope, scope_key=key, min_quantity=least)
                for each in some
            ),
        )

    async def _contract(self) -> None:
        """New ones, with those who order most often first."""
        orders = Counter(order.customer for order in self.orders if order.customer not in self.contracts)
        for customer, _ in orders.most_common(8):
            await self._agree(customer)

    async def _agree(self, customer: str) -> None:
        some = self.chance.sample(list(self.items.values()), 80)
        lines: list[dict[str, Any]] = [
            {
                "product_id": self.products[each.code],
                "unit_price": f"{each.list_price * Decimal('0.8'):.2f}",
                "quantity_cap": self.chance.choice([None, "5", "60"]),
            }
            for each in some
        ]
        family = self.named(self.chance.choice(some).family)
        lines.append({"family_code": family, "discount_rate": "0.12"})
        self.contracts[customer] = await make.contract(
            self.pricing,
            self.customers[customer],
            *lines,
            effective_from="2013-01-01",
            takes_rules=self.chance.random() < 0.5,
        )

    async def _rule(self) -> None:
        """A new rule, or another value of one that stands."""
        code = self.named(f"R{self.chance.randint(1, 12)}")
        item = self.chance.choice(list(self.items.values()))
        kind = self.chance.choice([*_FREE, Kind.FREE_GOODS, Kind.ORDER_DISCOUNT])
        rule: dict[str, Any] = {
            "code": code, "kind": str(kind), "name_fr": code, "name_en": code, "effective_from": "2013-01-01",
            "value": _FREE.get(kind, "1" if kind is Kind.FREE_GOODS else "0.02"), "stage": self.chance.randint(0, 2),
            "stacking": self.chance.choice(["together", "alone"]) if kind is not Kind.LINE_SURCHARGE else "together",
            "family_code": self.chance.choice([self.mark, self.named(item.family)]),
            "min_quantity": str(self.chance.choice([0, 0, 10])), "counts": self.chance.choice(["line", "order"]),
        }  # fmt: skip
        if kind is Kind.FREE_GOODS:
            rule["buy_quantity"] = "11"
        if kind is Kind.ORDER_DISCOUNT:
            rule["min_amount"] = "1000"
        if kind not in (Kind.LINE_DISCOUNT, Kind.FREE_GOODS):
            rule["currency"] = "EUR"
        if code in self.rules:
            rule["id"] = self.rules[code]["id"]
        async with self.pricing.client(*make.MANAGER) as client:
            headers = {"If-Match": str(self.rules[code]["version"])} if code in self.rules else {}
            answer = await client.put("/price-rules", json=rule, headers=headers)
        assert answer.status_code == 200, answer.text
        self.rules[code] = answer.json()

    async def _no_rule(self) -> None:
        if self.rules:
            rule = self.rules.pop(self.chance.choice(list(self.rules)))
            async with self.pricing.client(*make.MANAGER) as client:
                path, headers = f"/price-rules/{rule['id']}", {"If-Match": str(rule["version"])}
                assert (await client.delete(path, headers=headers)).status_code == 200

    async def sell(self, order: wwi.Order) -> Sold:
        """Quote an order and confirm it as quoted; some prices are then set by hand."""
        lines = [
            AskedLine(UUID(self.products[each.item.code]), each.quantity, self._by_hand(each)) for each in order.lines
        ]
        customer = self.customers[order.customer]
        quote = Quote(UUID(customer), "field", date.fromisoformat(order.ordered_on), "EUR", lines)
        quoted = (await quote_lines(self.pricing.database, self.book, quote, company_currency="EUR")).lines
        quoted_at = clock.now()
        ids = [new_id() for _ in lines]
        message = OrderConfirmed(
            sales_order_id=str(new_id()),
            number=order.number,
            customer_id=customer,
            channel="field",
            segment=self.segments[order.customer],
            currency="EUR",
            ordered_on=order.ordered_on,
            occurred_at=time_out(clock.now()),
            lines=[
                SalesOrderLine(
                    sales_order_line_id=str(id_),
                    product_id=str(line.asked.product_id),
                    quantity=decimal_out(line.asked.quantity),
                    unit_price=decimal_out(line.unit_price),
                    set_by_hand=line.asked.manual_unit_price is not None,
                )
                for id_, line in zip(ids, quoted, strict=True)
            ],
        )
        await self.pricing.deliver(make.ORDERS, message)
        steps = [
            line.priced.steps[:-1] if line.asked.manual_unit_price is not None else line.priced.steps for line in quoted
        ]
        has_hand = any(line.manual_unit_price is not None for line in lines)
        return Sold(order, quoted_at, has_hand, dict(zip(ids, steps, strict=True)))

    def _by_hand(self, line: wwi.Line) -> Decimal | None:
        return line.item.list_price * Decimal("0.9") if self.chance.random() < 0.05 else None


async def test_every_price_of_two_real_weeks_is_got_again(pricing: ServiceUnderTest) -> None:
    """767 orders, 2,284 lines: lists, breaks, contracts that are used up, and rules are changed all the while."""
    house = House(pricing, seed=2013)
    await house.open()
    done: list[Sold] = []
    for i, asked_for in enumerate(house.orders):
        if i % (len(house.orders) // _CHANGES) == 0:
            await house.change()
        done.append(await house.sell(asked_for))
    asked = {id_: steps for each in done for id_, steps in each.steps.items()}
    kinds = {step.rule for steps in asked.values() for step in steps}
    assert kinds >= {"list-price", "volume-price", "contract-price", "contract-discount", "contract-used-up"}
    assert kinds >= {"line-discount", "order-discount", "free-goods"}

    # As simulations see them: whole orders, by what was recorded when they were confirmed.
    async with pricing.database.read() as tx:
        rules = RuleHistory(await rule_history.states(tx))
        past = await sold.after(
            tx,
            Scenario(_FIRST, _LAST, family_code=house.mark),
            "EUR",
            (date.min, UUID(int=0)),
            limit=1000,
            today=datetime.now(UTC).date(),
        )
    assert (len(past), sum(len(order.lines) for order in past)) == (767, 2284)
    for order in past:
        its = rules.at(order.confirmed_at).of_sale(order.occasion)
        prices = replayed_prices(order, [line.then for line in order.lines], its)
        for line, unit_price in zip(order.lines, prices, strict=True):
            assert unit_price == asked[line.order_line_id][-1].unit_price
            assert line.is_by_hand or unit_price == line.unit_price

    # As people ask for them, with every step; a basket with a price set by hand is another one than they can ask for.
    for each in house.chance.sample([each for each in done if not each.has_hand], 80):
        body = {
            "as_of": each.quoted_at.isoformat(),
            "customer_id": house.customers[each.order.customer],
            "priced_on": each.order.ordered_on,
            "lines": [
                {"product_id": house.products[line.item.code], "quantity": str(line.quantity)}
                for line in each.order.lines
            ],
        }
        replayed = await make.posted(pricing, "/price-replays", body)
        got = [
            [
                (step["rule"], step["label_fr"], Decimal(step["unit_price"]), Decimal(step["amount"]))
                for step in line["steps"]
            ]
            for line in replayed["lines"]
        ]
        assert got == [
            [(step.rule, step.label_fr, step.unit_price, step.amount) for step in steps]
            for steps in each.steps.values()
        ]
