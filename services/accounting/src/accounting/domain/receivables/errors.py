"""What the part about customers' debts refuses.

LateRateMissing, LadderWrong, NoLadder      how reminders are written is not known, or makes no sense
NothingToRemind, LossAsked    the state says no
NothingToCharge, ChargeInUse, ChargeTakenBack    late interest is posted once, and taken back only while nothing settles it
"""

from kit.errors import Conflict, Invalid


class LateRateMissing(Conflict):
    """The rate of late interest of some day is not known."""


class LadderWrong(Invalid):
    """Levels of reminders follow each other, each later than the one before."""


class NoLadder(Conflict):
    """There are no levels of reminders yet."""


class NothingToRemind(Conflict):
    """No letter is due, or another run was faster."""


class LossAsked(Conflict):
    """Somebody has asked to give this debt up: it waits for a decision."""


class NothingToCharge(Conflict):
    """No late interest or indemnity is to be posted: nothing is late, or all of it is charged already."""


class ChargeInUse(Conflict):
    """A part of it is paid or being collected, or it is carried as doubtful: undo that first."""


class ChargeTakenBack(Conflict):
    """This charge was taken back before."""
