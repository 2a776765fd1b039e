"""Which rule judges which line, and what the whole of a sale is worth."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from kit.money import minor_unit

from pricing.domain.margin import MarginDecision, MarginRule, RuleSet, Sale
from pricing.domain.order_margin import EarningLine, OrderDecision, judge_order
from pricing.queries.sales_facts import SaleFacts


def rules_of_lines(facts: SaleFacts, rules: RuleSet, customer_id: UUID, channel: str) -> list[MarginRule]:
    """The margin rule of each line; lines of one family share the search."""
    paths = [tuple(line.family_path) for line in facts.lines]
    found = {path: rules.rule_for(_sale(facts, path, customer_id, channel)) for path in set(paths)}
    return [found[path] for path in paths]


class Sold(Protocol):
    @property
    def quantity(self) -> Decimal: ...


def order_decision(
    facts: SaleFacts,
    rules: RuleSet,
    *,
    customer_id: UUID,
    channel: str,
    currency: str,
    lines: Sequence[Sold],
    decisions: Sequence[MarginDecision],
    charged: Decimal,
) -> OrderDecision | None:
    """The judgement of the total, where the company has said what an order must earn."""
    rule = rules.order_rule_for(_sale(facts, (), customer_id, channel))
    if rule is None:
        return None
    pairs = zip(lines, decisions, strict=True)
    earning = [EarningLine(line.quantity, decision) for line, decision in pairs]
    return judge_order(earning, rule, charged, unit=minor_unit(currency))


def _sale(facts: SaleFacts, family_path: Sequence[str], customer_id: UUID, channel: str) -> Sale:
    return Sale(family_path, facts.segment, customer_id, channel, facts.salesperson_level)
