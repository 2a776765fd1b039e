"""Who may grant which discount on the lines of one sale."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kit.auth import Principal

from pricing.domain.discount_limit import Authority, LimitSet
from pricing.domain.margin import Sale
from pricing.queries.sales_facts import SaleFacts


def granting_roles(caller: Principal) -> tuple[str, ...]:
    """By which the caller grants discounts: a customer of the portal has none, whatever his token says."""
    return () if caller.customer_id is not None else caller.roles


def authorities_of_lines(
    facts: SaleFacts, limits: LimitSet, *, customer_id: UUID, channel: str, roles: Collection[str], on: date
) -> list[Authority]:
    """Of somebody with these roles over each line; lines of one family share the search."""
    paths = [tuple(line.family_path) for line in facts.lines]
    found = {path: limits.authority(Sale(path, facts.segment, customer_id, channel), roles, on) for path in set(paths)}
    return [found[path] for path in paths]
