"""Approvals that accounting asks for, and who decides in whose name."""

from kit.approvals import approval_table
from kit.delegations import delegation_table

from accounting.storage.tables import metadata

approval_request = approval_table(metadata)
delegation = delegation_table(metadata)
