"""The rules that ask for approval: one row, with its version."""

from kit.db import ReadTransaction, Transaction

from purchasing.domain.rules import ApprovalRules


async def get(tx: ReadTransaction) -> tuple[ApprovalRules, int]:
    """The rules and their version."""
    row = await tx.fetchrow("SELECT threshold, version FROM approval_rules")
    assert row is not None  # noqa: S101  # the migration wrote it
    return ApprovalRules(row["threshold"]), row["version"]


async def set_(tx: Transaction, rules: ApprovalRules) -> int:
    """Write the rules; returns their new version."""
    version = await tx.fetchval(
        "UPDATE approval_rules SET threshold = $1, version = version + 1 RETURNING version", rules.threshold
    )
    return int(version)
