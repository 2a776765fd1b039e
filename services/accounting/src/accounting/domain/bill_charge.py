"""What a supplier bills beside goods: freight, an insurance, a subscription."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.errors import Invalid

from accounting.domain.chart import Account
from accounting.domain.schemes import LANDED_ACCRUED

_CLASSES = ("2", "4", "6", "7")


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount before tax on an account of costs. On the account of landed costs it clears what was accrued there."""

    id: UUID
    account: str
    label: str
    net_amount: Decimal
    tax_class: str


def check_accounts(charges: Sequence[Charge], chart: Mapping[str, Account]) -> None:
    """Nothing while each charge is on an account of the chart that a bill may be posted on.

    Raises:
        Invalid: one is not; it says which.
    """
    for i, charge in enumerate(charges):
        account = chart.get(charge.account)
        is_free = account is not None and (not account.kept_by or account.code == LANDED_ACCRUED)
        if not is_free or not charge.account.startswith(_CLASSES):
            raise Invalid(
                f"Account {charge.account} takes no charge of a bill: choose one of costs (class 6), of assets (class 2),"
                f" or {LANDED_ACCRUED} for landed costs that were expected.",
                field=f"charges.{i}.account",
            )
