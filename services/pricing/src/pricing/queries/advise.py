"""A quote with what would pass instead of each line that is not plainly allowed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from kit.db import Database

from pricing.domain.advice import Advice, OtherQuantity, OtherSite, Substitute, quantities_to_try, reasons_of
from pricing.domain.errors import NoPrice
from pricing.domain.margin import Verdict
from pricing.queries.quote import AskedLine, Ground, Quote, Quoted, QuotedLine, answer, ground_of, occasion
from pricing.queries.sales_facts import sold_of
from pricing.storage.rules import RuleBook

_PRICED_AGAIN = 5_000  # lines that may be priced again for the advice on one quote
_SUBSTITUTES = 200  # looked at for one quote
_SITES = 12  # other ones that are tried


async def quote_with_advice(database: Database, book: RuleBook, quote: Quote, *, company_currency: str) -> Quoted:
    """The quote; a line that is not plainly allowed says which quantity, which substitute and which site would be.

    Where very many lines are refused, the first ones are advised on.

    Raises:
        ProductNotKnown, CustomerNotKnown, NoPrice: as for a quote.
    """
    ground = await ground_of(database, book, quote, company_currency=company_currency)
    quoted = answer(quote, ground)
    refused = [i for i, line in enumerate(quoted.lines) if line.decision.verdict is not Verdict.ALLOWED]
    if not refused:
        return quoted
    substitutes = await _substitutes(database, book, quote, ground, refused)
    sites = _other_sites(quote, ground, refused)
    lines = list(quoted.lines)
    tries = _PRICED_AGAIN // len(lines)
    for i in refused:
        quantities = _quantities(quote, ground, i)[:tries]
        tries -= len(quantities)
        advice = Advice(_other_quantity(quote, ground, i, quantities), substitutes.get(i), sites.get(i))
        lines[i] = _advised(lines[i], advice)
    return quoted._replace(lines=lines)


def _advised(line: QuotedLine, advice: Advice) -> QuotedLine:
    return line._replace(decision=line.decision.saying(*reasons_of(advice)), advice=advice)


def _quantities(quote: Quote, ground: Ground, index: int) -> list[Decimal]:
    """What to try; nothing where another quantity does not change the price, or the verdict cannot be known."""
    asked = quote.lines[index]
    if asked.manual_unit_price is not None or ground.facts.lines[index].cost.amount is None:
        return []
    return quantities_to_try(breaks_of(quote, ground, index), asked.quantity)


def _other_quantity(quote: Quote, ground: Ground, index: int, quantities: Sequence[Decimal]) -> OtherQuantity | None:
    """The first of these at which the line passes, everything else of the order as it is."""
    for quantity in quantities:
        lines = list(quote.lines)
        lines[index] = AskedLine(quote.lines[index].product_id, quantity)
        try:
            line = answer(replace(quote, lines=lines), ground).lines[index]
        except NoPrice:
            continue
        if line.decision.verdict is Verdict.ALLOWED:
            return OtherQuantity(quantity, line.unit_price)
    return None


def breaks_of(quote: Quote, ground: Ground, index: int) -> Iterator[Decimal]:
    """Quantities from which on a line may cost something else."""
    facts = ground.facts.lines[index]
    yield from (offer.min_quantity for offer in facts.layers.offers)
    yield from (agreement.min_quantity for agreement in facts.layers.agreements)
    rules = ground.rules.prices.of_sale(occasion(quote, ground))
    product_id = quote.lines[index].product_id
    for targeted in (rules.lines, rules.owed):
        yield from (rule.min_quantity for rule in targeted.of(product_id, facts.family_path))


def _other_sites(quote: Quote, ground: Ground, refused: Sequence[int]) -> dict[int, OtherSite]:
    """Of each refused line the first site from which it passes, where the whole order leaves from there."""
    found: dict[int, OtherSite] = {}
    if not quote.warehouse:
        return found
    known = ground.rules.prices.warehouses(occasion(quote, ground))
    others = [each for each in known if each != quote.warehouse]
    for warehouse in others[:_SITES]:
        moved = answer(replace(quote, warehouse=warehouse), ground).lines
        for i in refused:
            if i not in found and moved[i].decision.verdict is Verdict.ALLOWED:
                found[i] = OtherSite(warehouse, moved[i].unit_price)
    return found


async def _substitutes(
    database: Database, book: RuleBook, quote: Quote, ground: Ground, refused: list[int]
) -> dict[int, Substitute]:
    """Of each refused line the best substitute that passes by itself, at the same quantity."""
    named = {i: ground.facts.lines[i].substitutes for i in refused}
    sold = await sold_of(database, {id_ for ids in named.values() for id_ in ids})
    pairs = [(i, id_) for i, ids in named.items() for id_ in ids if id_ in sold][:_SUBSTITUTES]
    if not pairs:
        return {}
    asked = replace(quote, lines=[AskedLine(id_, quote.lines[i].quantity) for i, id_ in pairs])
    known = await ground_of(database, book, asked, company_currency=ground.company_currency)
    found: dict[int, Substitute] = {}
    for place, (i, id_) in enumerate(pairs):
        if i not in found and (substitute := _passing(asked, known, place, id_)):
            found[i] = substitute
    return found


def _passing(quote: Quote, ground: Ground, place: int, product_id: UUID) -> Substitute | None:
    facts = ground.facts._replace(lines=[ground.facts.lines[place]])
    try:
        (line,) = answer(replace(quote, lines=[quote.lines[place]]), ground._replace(facts=facts)).lines
    except NoPrice:
        return None
    if line.decision.verdict is not Verdict.ALLOWED:
        return None
    return Substitute(product_id, facts.lines[0].sku, line.unit_price)
