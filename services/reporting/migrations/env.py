from reporting.storage import tables_cube, tables_flow, tables_kpi, tables_reviews  # noqa: F401  # each adds its tables
from reporting.storage.tables import metadata

from kit import migrations

migrations.run(metadata)
