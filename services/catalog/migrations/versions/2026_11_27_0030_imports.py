"""Imports of files: runs, their lines, mappings by name."""

from kit.import_runs import create_import_tables

revision = "catalog_3230"
down_revision = "catalog_3220"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_import_tables()
