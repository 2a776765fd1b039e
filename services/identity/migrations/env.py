from identity.storage.tables import metadata

from kit import migrations

migrations.run(metadata)
