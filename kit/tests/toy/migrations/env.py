from toy.wiring import metadata

from kit import migrations

migrations.run(metadata)
