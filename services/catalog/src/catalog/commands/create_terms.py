"""New terms of payment."""

from kit.audit import AuditEntry
from kit.db import Transaction

from catalog.commands.records import refuse
from catalog.domain.errors import TermsTaken, TermsUnlawful
from catalog.domain.payment_law import unlawful
from catalog.domain.payment_terms import PaymentTerms, faults
from catalog.storage import payment_terms
from kit import audit


async def create_terms(tx: Transaction, terms: PaymentTerms, *, subject: str) -> PaymentTerms:
    """Add terms that partners can be given.

    Raises:
        InvalidRecords: they contradict themselves.
        TermsUnlawful: they give more time than French law, and are not for partners elsewhere alone.
        TermsTaken: the code is in use; terms do not change.
    """
    refuse(list(faults(terms)))
    if terms.is_french_law and (why := unlawful(terms)):
        raise TermsUnlawful(
            f"{why} Give fewer days, or set is_french_law to false for partners elsewhere.",
            field="net_days",
            sector=str(terms.sector),
        )
    if not await payment_terms.add(tx, terms):
        raise TermsTaken(f"There are terms {terms.code}, and terms do not change: give a new code.", field="code")
    await audit.record(tx, AuditEntry("payment_terms", terms.code, "created", {}, subject))
    return terms
