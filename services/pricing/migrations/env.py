from pricing.storage import (
    tables,
    tables_approvals,  # noqa: F401  # each adds its tables
    tables_exceptions,  # noqa: F401
    tables_history,  # noqa: F401
    tables_limits,  # noqa: F401
    tables_price_lists,  # noqa: F401
    tables_sold,  # noqa: F401
)

from kit import migrations

migrations.run(tables.metadata)
