"""New terms of payment."""

from kit.audit import AuditEntry
from kit.db import Transaction

from catalog.commands.records import refuse
from catalog.domain.errors import TermsTaken
from catalog.domain.payment_terms import PaymentTerms, faults
from catalog.storage import payment_terms
from kit import audit


async def create_terms(tx: Transaction, terms: PaymentTerms, *, subject: str) -> PaymentTerms:
    """Add terms that partners can be given.

    Raises:
        InvalidRecords: they contradict themselves.
        TermsTaken: the code is in use; terms do not change.
    """
    refuse(list(faults(terms)))
    if not await payment_terms.add(tx, terms):
        raise TermsTaken(f"There are terms {terms.code}, and terms do not change: give a new code.", field="code")
    await audit.record(tx, AuditEntry("payment_terms", terms.code, "created", {}, subject))
    return terms
