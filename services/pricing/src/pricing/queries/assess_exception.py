"""What a price exception would give away, and who must approve it, as limits, rules, prices and costs stand now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kit.db import Database
from kit.money import ONE

from pricing.domain.exception import Assessment, PriceException, Sample, assessed
from pricing.domain.margin import Sale
from pricing.domain.price import steps_to_price
from pricing.queries.sales_facts import family_facts, price_facts
from pricing.storage.discount_limits import LimitBook
from pricing.storage.rules import RuleBook


@dataclass(frozen=True, slots=True)
class Books:
    """What exceptions are judged by."""

    database: Database
    rules: RuleBook
    limits: LimitBook
    currency: str  # of the company


async def assess(books: Books, exception: PriceException, on: date) -> Assessment:
    """Prices are those of a single unit: the dearest, off which the discount is the greatest.

    Raises:
        ProductNotKnown, CustomerNotKnown, FamilyNotKnown: pricing has not heard of one.
        ExceptionBlocked: nobody may grant it.
    """
    terms = exception.terms
    engine_price = unit_cost = None
    paths: Sequence[Sequence[str]]
    if terms.product_id is not None:
        facts = await price_facts(books.database, terms.customer_id, [terms.product_id], books.currency, on)
        (line,) = facts.lines
        steps = steps_to_price(line.offers, ONE, segment=facts.segment)
        engine_price, unit_cost = steps[-1].unit_price if steps else None, line.unit_cost
        segment, version, paths = facts.segment, facts.rules_version, [line.family_path]
    else:
        segment, version, paths = await family_facts(books.database, terms.customer_id, terms.family_code or "")
    samples = await _samples(books, exception, segment, version, paths, on)
    return assessed(exception, samples, engine_price=engine_price, unit_cost=unit_cost)


async def _samples(
    books: Books, exception: PriceException, segment: str, version: int, paths: Sequence[Sequence[str]], on: date
) -> list[Sample]:
    """Of each family that it would be used in, and each channel that has limits of its own."""
    limits = await books.limits.at(books.database, version)
    rules = await books.rules.at(books.database, version)
    channel = exception.terms.channel
    channels = limits.channels if channel is None else (channel,)
    return [
        Sample(limits.authority(sale, exception.requester_roles, on), rules.rule_for(sale))
        for path in paths
        for channel in channels
        if (sale := Sale(path, segment, exception.terms.customer_id, channel))
    ]
