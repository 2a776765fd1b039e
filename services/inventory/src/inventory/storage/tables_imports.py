"""Imports of opening stock from files."""

from kit.import_runs import import_tables

from inventory.storage.tables import metadata

import_run, import_line, import_mapping = import_tables(metadata)
