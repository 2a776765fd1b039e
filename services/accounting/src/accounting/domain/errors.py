"""What accounting refuses.

UnbalancedEntry, EmptyEntry               an entry that is none
PeriodClosed, AlreadyReversed             the ledger as it stands says no
ReceiptNotKnown, OverBilled, OtherCurrency, BillNumberTaken, TaxMismatch      bills
DocumentNotOpen, OverMatched, BankAmountWrong      payments
OwnCurrency, UnreadableRates              exchange rates
LimitOver                                 credit
CompanyNotKnown, FilesAreKept             electronic invoices
"""

from kit.errors import Conflict, Invalid


class UnbalancedEntry(Invalid):
    """Debits and credits differ."""


class EmptyEntry(Invalid):
    """An entry has at least two lines, each with one amount above zero."""


class UnknownAccount(Invalid):
    """The account is not in the chart."""


class PeriodClosed(Conflict):
    """Nothing is posted into a closed period any more."""


class AlreadyReversed(Conflict):
    """The entry has its reversal already."""


class NotReversible(Conflict):
    """Entries of stock, invoices and payments are corrected by their own documents."""


class ReceiptNotKnown(Conflict):
    """The goods were not received, or accounting has not heard of it yet."""


class OverBilled(Conflict):
    """More is billed than was received and not billed before."""


class OtherCurrency(Conflict):
    """A bill or credit note is in another currency than its goods were ordered in."""


class BillNumberTaken(Conflict):
    """This supplier's bill number was posted before."""


class TaxMismatch(Conflict):
    """The tax on the bill is not the tax of its lines."""


class DocumentNotOpen(Conflict):
    """There is no such open invoice or bill of this partner."""


class OverMatched(Conflict):
    """More is matched than is paid, or than is open."""


class BankAmountWrong(Invalid):
    """A payment in company currency moves its own amount."""


class CurrencyNotKept(Conflict):
    """Credit is kept in company currency only."""


class BillStatusWrong(Conflict):
    """The bill is past the point where this could be done."""


class BillIsSettled(Conflict):
    """A part of the bill is paid."""


class NotAcceptable(Conflict):
    """This cannot be taken as the supplier says."""


class OverCredited(Conflict):
    """More is given back than there is to give back."""


class BeyondTolerance(Conflict):
    """A bill differs from what was received by more than may be."""


class OwnCurrency(Invalid):
    """The company's own currency has no rate."""


class UnreadableRates(Invalid):
    """It is no file of reference rates."""


class LimitOver(Invalid):
    """A limit for a time that is over already."""


class CompanyNotKnown(Conflict):
    """Nobody said who the company is by law."""


class FilesAreKept(Conflict):
    """The invoice has its files: they are archived and stay."""
