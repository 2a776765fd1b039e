"""Margin rules, and what a process keeps of all rules: they are few and read by every quote."""

from typing import NamedTuple
from uuid import UUID

from kit.db import Database, ReadTransaction, Transaction

from pricing.domain.discount_limit import LimitSet
from pricing.domain.margin import MarginRule, RuleSet
from pricing.domain.price_rule import PriceRules
from pricing.storage import discount_limits, price_rules

_COLUMNS = "id, approval_rate, floor_rate, family_code, segment, customer_id, channel, salesperson_level, is_for_order"


class Rules(NamedTuple):
    """The company's rules of one version."""

    margins: RuleSet
    prices: PriceRules
    limits: LimitSet


class RuleBook:
    """The rules as this process last read them."""

    def __init__(self) -> None:
        self._version = -1
        self._rules = Rules(RuleSet([]), PriceRules([]), LimitSet([]))

    async def at(self, database: Database, version: int) -> Rules:
        """The rules of a version that was just read, or newer ones.

        Each change of a rule grows the version in its own transaction, whichever process makes it: who has seen a
        version finds its rules here, or reads them with the version they have by then.
        """
        if version == self._version:
            return self._rules
        async with database.read() as tx:
            read = await tx.fetchval("SELECT version FROM margin_rule_set")
            rules = Rules(
                RuleSet(await all_rules(tx)),
                PriceRules(await price_rules.all_rules(tx)),
                LimitSet(await discount_limits.every(tx)),
            )
        self._version, self._rules = read, rules
        return rules


async def all_rules(tx: ReadTransaction) -> list[MarginRule]:
    return [MarginRule(**dict(row)) for row in await tx.fetch(f"SELECT {_COLUMNS} FROM margin_rule ORDER BY id")]


async def find(tx: ReadTransaction, id_: UUID | None) -> tuple[MarginRule | None, int]:
    """A rule and its version, which is 0 for one that is not there."""
    row = await tx.fetchrow(f"SELECT {_COLUMNS}, version FROM margin_rule WHERE id = $1", id_)
    if row is None:
        return None, 0
    values = dict(row)
    version = values.pop("version")
    return MarginRule(**values), version


async def lock(tx: Transaction) -> None:
    """Hold all rules, of margins and of prices, until the transaction ends, and make every process read them anew after it."""
    await tx.execute("UPDATE margin_rule_set SET version = version + 1")


async def put(tx: Transaction, rule: MarginRule) -> int:
    """Write a rule over its older self, if there is one; returns its version."""
    version = await tx.fetchval(
        f"INSERT INTO margin_rule AS r ({_COLUMNS}, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)"
        " ON CONFLICT (id) DO UPDATE SET approval_rate = excluded.approval_rate, floor_rate = excluded.floor_rate,"
        " family_code = excluded.family_code, segment = excluded.segment, customer_id = excluded.customer_id,"
        " channel = excluded.channel, salesperson_level = excluded.salesperson_level,"
        " is_for_order = excluded.is_for_order, version = r.version + 1 RETURNING version",
        rule.id,
        rule.approval_rate,
        rule.floor_rate,
        rule.family_code,
        rule.segment,
        rule.customer_id,
        rule.channel,
        rule.salesperson_level,
        rule.is_for_order,
    )
    return int(version)


async def remove(tx: Transaction, id_: UUID) -> None:
    await tx.execute("DELETE FROM margin_rule WHERE id = $1", id_)
