"""Margin rules. They are few and read by every quote, so a process keeps them while their version stands."""

from kit.db import ReadTransaction, Transaction

from pricing.domain.margin import MarginRule

_COLUMNS = "id, approval_rate, floor_rate, family_code, segment, customer_id, channel"


class RuleBook:
    """The rules as this process last read them."""

    def __init__(self) -> None:
        self._version = -1
        self._rules: list[MarginRule] = []

    async def at(self, tx: ReadTransaction, version: int) -> list[MarginRule]:
        """The rules of a version that the same transaction has seen."""
        if version != self._version:
            self._rules, self._version = await all_rules(tx), version
        return self._rules


async def all_rules(tx: ReadTransaction) -> list[MarginRule]:
    return [MarginRule(**dict(row)) for row in await tx.fetch(f"SELECT {_COLUMNS} FROM margin_rule ORDER BY id")]


async def lock(tx: Transaction) -> None:
    """Hold all rules until the transaction ends, and make every process read them anew after it."""
    await tx.execute("UPDATE margin_rule_set SET version = version + 1")


async def put(tx: Transaction, rule: MarginRule) -> int:
    """Write a rule over its older self, if there is one; returns its version."""
    version = await tx.fetchval(
        f"INSERT INTO margin_rule AS r ({_COLUMNS}, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)"
        " ON CONFLICT (id) DO UPDATE SET approval_rate = excluded.approval_rate, floor_rate = excluded.floor_rate,"
        " family_code = excluded.family_code, segment = excluded.segment, customer_id = excluded.customer_id,"
        " channel = excluded.channel, version = r.version + 1 RETURNING version",
        rule.id,
        rule.approval_rate,
        rule.floor_rate,
        rule.family_code,
        rule.segment,
        rule.customer_id,
        rule.channel,
    )
    return int(version)
