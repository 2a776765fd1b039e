from sales.storage import (  # noqa: F401  # each adds its tables
    tables,
    tables_delivery,
    tables_revisions,
)

from kit import migrations

migrations.run(tables.metadata)
