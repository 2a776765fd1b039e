"""What a price exception would give away, and who must approve it, as limits, rules, prices and costs stand now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kit.db import Database
from kit.money import ONE

from pricing.domain.errors import NoPrice
from pricing.domain.exception import Assessment, Known, PriceException, Sample, assessed
from pricing.domain.margin import Sale
from pricing.queries.quote import AskedLine, Quote, answer, ground_of
from pricing.queries.sales_facts import FamilyFacts, family_facts
from pricing.storage.rules import RuleBook, Rules


@dataclass(frozen=True, slots=True)
class Books:
    """What exceptions are judged by."""

    database: Database
    rules: RuleBook
    currency: str  # of the company


async def assess(books: Books, exception: PriceException, on: date) -> Assessment:
    """Prices are those of a single unit: the dearest, off which the discount is the greatest.

    Raises:
        ProductNotKnown, CustomerNotKnown, FamilyNotKnown: pricing has not heard of one.
        ExceptionBlocked: nobody may grant it.
    """
    terms = exception.terms
    if terms.product_id is not None:
        known, rules, facts = await _of_product(books, exception, terms.product_id, on)
    else:
        known = Known(None, None)
        facts = await family_facts(books.database, terms.customer_id, terms.family_code or "")
        rules = await books.rules.at(books.database, facts.rules_version)
    return assessed(exception, _samples(exception, facts, rules, on), known)


async def _of_product(
    books: Books, exception: PriceException, product_id: UUID, on: date
) -> tuple[Known, Rules, FamilyFacts]:
    terms = exception.terms
    quote = Quote(terms.customer_id, terms.channel or "", on, books.currency, [AskedLine(product_id, ONE)])
    ground = await ground_of(books.database, books.rules, quote, company_currency=books.currency)
    ground = ground._replace(granted=())  # other exceptions are no price of the engine
    (line,) = ground.facts.lines
    known = Known(None, line.cost.amount)
    try:
        (quoted,) = answer(quote, ground).lines
        known = Known(quoted.unit_price, line.cost.amount, quoted.priced.owed)
    except NoPrice:
        pass  # then its price is the only one
    facts = ground.facts
    family = FamilyFacts(facts.segment, facts.salesperson_level, facts.rules_version, [line.family_path])
    return known, ground.rules, family


def _samples(exception: PriceException, facts: FamilyFacts, rules: Rules, on: date) -> list[Sample]:
    """Of each family that it would be used in, and each channel that has limits of its own."""
    wanted = exception.terms.channel
    channels: Sequence[str] = rules.limits.channels if wanted is None else (wanted,)
    sales = [
        Sale(path, facts.segment, exception.terms.customer_id, channel, facts.salesperson_level)
        for path in facts.paths
        for channel in channels
    ]
    return [
        Sample(rules.limits.authority(sale, exception.requester_roles, on), rules.margins.rule_for(sale))
        for sale in sales
    ]
