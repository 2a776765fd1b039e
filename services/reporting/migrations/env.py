from reporting.storage import tables_cube  # noqa: F401  # adds its tables
from reporting.storage.tables import metadata

from kit import migrations

migrations.run(metadata)
