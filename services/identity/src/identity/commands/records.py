"""Users and clients as the audit trail keeps them: everything but secrets."""

from typing import Any

from identity.domain.user import Client, User


def printable(record: User | Client) -> dict[str, Any]:
    """The fields of a record that people read."""
    shared: dict[str, Any] = {
        "roles": [role.value for role in record.roles],
        "customer_id": str(record.customer_id) if record.customer_id else None,
        "is_active": record.is_active,
    }
    if isinstance(record, Client):
        return {"name": record.name, **shared}
    return {
        "username": record.username,
        "display_name": record.display_name,
        "email": record.email,
        **shared,
        "warehouses": list(record.warehouses),
        "approval_limits": {permission: format(limit, "f") for permission, limit in record.approval_limits.items()},
    }
