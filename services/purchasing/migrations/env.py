from purchasing.storage import (  # noqa: F401  # each adds its tables
    tables,
    tables_landed,
    tables_performance,
    tables_revisions,
    tables_rules,
    tables_sourcing,
)

from kit import migrations

migrations.run(tables.metadata)
