"""What waits for somebody's decision, and who decides in whose name."""

from kit import approvals, delegations
from pricing.storage.tables import metadata

approval_request = approvals.approval_table(metadata)
delegation = delegations.delegation_table(metadata)
