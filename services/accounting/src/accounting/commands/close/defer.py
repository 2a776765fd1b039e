"""Say that a cost or an income belongs to later months."""

from kit.auth import Principal
from kit.db import Transaction

from accounting.commands.post_entry import check_account
from accounting.domain.close.accruals import Deferral
from accounting.domain.errors import DeferralWrong
from accounting.storage.books import chart
from accounting.storage.close import deferrals


async def defer(tx: Transaction, deferral: Deferral, by: Principal) -> None:
    """From now on each month-end takes what belongs to later days off its account.

    Raises:
        UnknownAccount, KeptAccount: the account cannot be posted on by hand.
        DeferralWrong: it is no cost and no income, or its days are not in their order.
    """
    accounts = await chart.chart(tx)
    check_account(deferral.account, accounts, "account")
    if not accounts[deferral.account].is_result:
        raise DeferralWrong("What is put off is a cost (class 6) or an income (class 7).", field="account")
    if deferral.ends_on < deferral.starts_on:
        raise DeferralWrong("It ends before it starts.", field="ends_on")
    await deferrals.add(tx, deferral, by.subject)
