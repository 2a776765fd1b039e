"""Whether a user can sign in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction

from identity.domain.lockout import Counted


async def sign_in_state(tx: ReadTransaction, user_id: UUID, now: datetime) -> dict[str, Any] | None:
    """Password, failures and open sign-ins of a user, or nothing when there is no such user."""
    row = await tx.fetchrow(
        "SELECT u.password_hash IS NOT NULL AS has_password, coalesce(f.count, 0) AS wrong_passwords,"
        " CASE WHEN f.locked_until > $2 THEN f.locked_until END AS locked_until,"
        " (SELECT count(*) FROM token_family t WHERE t.user_id = u.id AND t.revoked_at IS NULL AND t.expires_at > $2)"
        " AS open_sign_ins"
        " FROM user_account u LEFT JOIN failure f ON f.counted = $3 AND f.key = u.username WHERE u.id = $1",
        user_id,
        now,
        Counted.USER.value,
    )
    return dict(row) if row else None
