"""What is refused of the bank.

UnreadableStatement, NoEndOfDayStatement, StatementDoesNotAddUp       a file that is no statement to be trusted
BankAccountUnknown, BankAccountTaken, DuplicateStatement, DuplicateBankEntry      the state says no
ClearingDoesNotFit, EntryNotOpen, NotCleared, DiscountNotOffered, ReturnDiffers      an entry is for something else
FileNotValid, NothingToPay, RunStatusWrong, RunNotInEuro, MandateTaken, CreditorIdMissing,
BankDropAway      files for the bank
"""

from kit.errors import Conflict, Invalid, Unavailable


class UnreadableStatement(Invalid):
    """It is no bank statement in ISO 20022 (camt)."""


class NoEndOfDayStatement(Invalid):
    """Reports within the day and notifications have no balances to check: only camt.053 is taken."""


class StatementDoesNotAddUp(Invalid):
    """Opening balance and entries do not give the closing balance."""


class BankAccountUnknown(Conflict):
    """The statement is of an account that is not ours, as far as we know."""


class BankAccountTaken(Conflict):
    """This account is known already."""


class DuplicateStatement(Conflict):
    """This statement was taken before."""


class DuplicateBankEntry(Conflict):
    """An entry of it was on another statement before."""


class ClearingDoesNotFit(Invalid):
    """What the entry is said to be for does not make its amount."""


class MovementOnStatement(Conflict):
    """A statement has what was recorded already."""


class EntryNotOpen(Conflict):
    """The entry is cleared, or waits for an approval."""


class NotCleared(Conflict):
    """There is nothing to undo."""


class DiscountNotOffered(Conflict):
    """More is kept back for early payment than the terms offer on that day."""


class ReturnDiffers(Conflict):
    """What the bank gives back is not what the payment moved."""


class FileNotValid(Conflict):
    """The file would be refused by the bank."""


class NothingToPay(Conflict):
    """No document is left for the run."""


class RunStatusWrong(Conflict):
    """The run is past the point where this could be done, or not there yet."""


class RunNotInEuro(Invalid):
    """SEPA pays in euros, from an account in euros."""


class MandateTaken(Conflict):
    """The reference is in use, or the customer has another mandate: revoke that first."""


class CreditorIdMissing(Conflict):
    """Direct debits need the company's SEPA creditor identifier."""


class BankDropAway(Unavailable):
    """The folder that the bank picks files up from is away: the file is put there later."""
