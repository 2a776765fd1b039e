"""What accounting refuses.

UnbalancedEntry, EmptyEntry               an entry that is none
UnknownAccount, KeptAccount, NotInChart, AccountTaken, UnknownJournal, JournalTaken      accounts and journals
PeriodClosed, AlreadyReversed             the ledger as it stands says no
PeriodStatusWrong, YearsApart, YearInUse  periods and fiscal years
OpeningTwice, OpeningIncomplete           opening balances
ClosingMoved, ClosingBlocked, MonthNotOver, DeferralWrong      the end of a month
YearNotOver, YearClosed                   the end of a fiscal year
ReceiptNotKnown, OverBilled, OtherCurrency, BillNumberTaken, TaxMismatch      bills
DocumentNotOpen, OverMatched, BankAmountWrong      payments
OwnCurrency, UnreadableRates              exchange rates
LimitOver                                 credit
TaxRateMissing                            invoices
OrderIsComplete, OrderStillOpen, OrderNotWhole, DownPaymentTooLarge      down payments
NothingToCredit, CreditGone               customer credit notes
CompanyNotKnown, FilesAreKept, AlreadyReceived, ReceivedStatusWrong, SupplierNotKnown, LinesUnmatched,
StatusNotPossible, NotSendable, PlatformAway, PlatformRefused, ReportIsCurrent
                                          electronic invoices
"""

from kit.errors import Conflict, Invalid, Unavailable


class UnbalancedEntry(Invalid):
    """Debits and credits differ."""


class EmptyEntry(Invalid):
    """An entry has at least two lines, each with one amount above zero."""


class UnknownAccount(Invalid):
    """The account is not in the chart."""


class KeptAccount(Invalid):
    """The account is what stock or documents say: it is not posted on by hand."""


class NotInChart(Invalid):
    """The account is a part of none in the chart."""


class AccountClosed(Conflict):
    """Nobody posts on this account by hand any more."""


class AccountInUse(Conflict):
    """The account holds something, or stock or documents keep it: it stays open."""


class AccountTaken(Conflict):
    """There is an account with this code."""


class UnknownJournal(Invalid):
    """There is no such journal, or it is not written by hand."""


class JournalTaken(Conflict):
    """There is a journal with this code."""


class PeriodClosed(Conflict):
    """Nothing is posted into a closed period any more."""


class PeriodStatusWrong(Conflict):
    """The period is past the point where this could be done, or not there yet."""


class YearsApart(Conflict):
    """Fiscal years follow each other without a gap, and last two years at most."""


class YearInUse(Conflict):
    """Entries are numbered by other years on these days."""


class ClosingMoved(Conflict):
    """What closing would post is no longer what was shown."""


class ClosingBlocked(Conflict):
    """Something is in the way of closing."""


class MonthNotOver(Conflict):
    """A month is closed with its entries when it is over."""


class YearNotOver(Conflict):
    """A month of the fiscal year, or the year before, is not closed."""


class YearClosed(Conflict):
    """The fiscal year is closed for good."""


class DeferralWrong(Invalid):
    """What is put off is a cost or an income, for days in their order."""


class OpeningTwice(Conflict):
    """A document was opened before."""


class OpeningIncomplete(Invalid):
    """What partners owe or are owed is opened document by document."""


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


class TaxRateMissing(Conflict):
    """A tax class has no rate on the day of the invoice."""


class OrderIsComplete(Conflict):
    """Nothing more is to leave of the order: nothing of it is paid in advance."""


class OrderStillOpen(Conflict):
    """More of the order is to be invoiced: its advances are taken off by that."""


class OrderNotWhole(Conflict):
    """What the order is about was not told whole."""


class DownPaymentTooLarge(Conflict):
    """The order does not leave so much to be invoiced in advance."""


class NothingToCredit(Invalid):
    """A credit note of nothing is none."""


class CreditGone(Conflict):
    """Less is left of a credit note than is to be used or paid back of it."""


class CreditInRun(Conflict):
    """A payment run pays this credit back: it is not used otherwise meanwhile."""


class CompanyNotKnown(Conflict):
    """Nobody said who the company is by law."""


class FilesAreKept(Conflict):
    """The invoice has its files: they are archived and stay."""


class AlreadyReceived(Conflict):
    """This seller's number of that year came before."""


class ReceivedStatusWrong(Conflict):
    """The received invoice is past the point where this could be done, or not there yet."""


class SupplierNotKnown(Conflict):
    """Nobody knows which supplier sent it."""


class LinesUnmatched(Conflict):
    """A line of the invoice is of no order that we know."""


class StatusNotPossible(Conflict):
    """This status cannot be said of this invoice, or not any more."""


class NotSendable(Conflict):
    """The document does not go to the platform, or is on its way."""


class PlatformAway(Unavailable):
    """The approved platform does not answer, or is not told about in the settings."""


class PlatformRefused(Conflict):
    """The approved platform does not take this."""


class ReportIsCurrent(Conflict):
    """What was told of a period is still right."""
