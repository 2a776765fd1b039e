"""Imports of products and partners from files."""

from kit.import_runs import import_tables

from catalog.storage.tables import metadata

import_run, import_line, import_mapping = import_tables(metadata)
