"""Accounting, put together."""

from functools import partial
from pathlib import Path

from kit.auth import TokenVerifier
from kit.db import Transaction
from kit.effects import carry_out
from kit.events import Topic
from kit.service import Errand, Job, Service, database_of, service_tokens_of

from accounting import wire
from accounting.api import (
    approvals,
    bill_lists,
    bill_views,
    credit,
    documents,
    exchange_rates,
    ledger,
    payments,
    supplier_bills,
    valuation,
)
from accounting.api.bank import clearing
from accounting.api.bank import runs as payment_runs
from accounting.api.bank import statements as bank_statements
from accounting.api.books import chart, entries, fec, periods, reports
from accounting.api.close import closings, years
from accounting.api.einvoice import company as company_api
from accounting.api.einvoice import files as files_api
from accounting.api.einvoice import platform as platform_api
from accounting.api.einvoice import pro_forma
from accounting.api.einvoice import received as received_api
from accounting.api.einvoice import reports as reports_api
from accounting.api.invoicing import credit_notes, down_payments, runs, taxes
from accounting.api.receivables import balances, doubtful, dunning, dunning_rules, late_charges, lines
from accounting.api.stock_value import breakdown as value_breakdown
from accounting.api.stock_value import decisions as value_decisions
from accounting.api.stock_value import reports as value_reports
from accounting.clients.bank_drop import BankDrop
from accounting.clients.platform import Platform
from accounting.commands.bank.deliver_files import PAYMENT_FILE, file_doer
from accounting.commands.einvoice.hear_platform import hear_platform
from accounting.commands.einvoice.report_trade import Carrier, report_trade
from accounting.commands.einvoice.send_flows import flow_doer
from accounting.commands.einvoice.tell_statuses import tell_statuses
from accounting.commands.einvoice.write_invoices import write_all
from accounting.commands.expect_discounts import expect_all_discounts
from accounting.commands.receivables.doubtful import follow
from accounting.commands.receivables.dunning import LETTER
from accounting.commands.receivables.send_letters import letter_doer
from accounting.commands.stock_value.take_checkpoint import take_missing_checkpoint
from accounting.config import Settings
from accounting.consumers.handlers import handlers
from accounting.formats.einvoice.workshop import Workshop
from accounting.queries.invariants import INVARIANTS
from accounting.rpc.credit import add_servicers
from accounting.storage import credit_accounts
from accounting.storage.einvoice.flows import FLOW
from kit import clock

NAME = "accounting"
MIGRATIONS = Path(__file__).parents[2] / "migrations"


async def release_expired_credit(tx: Transaction) -> None:
    """Give back the credit of orders that were never confirmed."""
    await credit_accounts.release_expired(tx, clock.now())


async def judge_discounts(tx: Transaction) -> None:
    """Tell what discounts for early payment are expected to cost, where that has changed."""
    await expect_all_discounts(tx, clock.now())


async def keep_values(tx: Transaction) -> None:
    """Keep what stock was worth at the end of the last month."""
    await take_missing_checkpoint(tx, clock.now().date())


async def follow_doubtful_debts(tx: Transaction) -> None:
    """Take what was paid of doubtful debts off their account and their allowance."""
    await follow(tx, clock.now().date())


def platform_of(settings: Settings) -> Platform | None:
    """The approved platform that the settings tell of; nothing when they tell of none."""
    if not settings.platform_url:
        return None
    return Platform(
        settings.platform_url,
        token_url=settings.platform_token_url,
        client_id=settings.platform_client_id,
        client_secret=settings.platform_client_secret.get_secret_value(),
    )


def build() -> Service:
    """The service as its environment describes it."""
    settings = Settings()
    database = database_of(NAME, settings)
    workshop = Workshop(settings.einvoice_workers)

    platform = platform_of(settings)
    sends = platform is not None and settings.platform_sends_invoices

    async def write_invoices() -> None:
        """Make the files of invoices that have none."""
        await write_all(database, workshop, settings.company_currency, platform, sends=sends)

    async def talk_to_platform() -> None:
        """Hand over what is due, and hear what is new."""
        if platform is not None:
            if settings.platform_tells_statuses:
                await tell_statuses(database, workshop, settings.company_currency)
            await carry_out(database, {FLOW: flow_doer(database, platform)})
            await hear_platform(database, platform, workshop)

    async def report() -> None:
        """Tell the tax office of the period that is over."""
        if platform is not None and settings.platform_registration:
            carrier = Carrier(settings.platform_registration, settings.platform_name)
            await report_trade(database, workshop, carrier, settings.company_currency)

    async def deliver_payment_files() -> None:
        """Let approved payment files go to the bank."""
        if settings.bank_drop:
            await carry_out(database, {PAYMENT_FILE: file_doer(database, BankDrop(settings.bank_drop))})

    async def send_letters() -> None:
        """Let letters to customers leave."""
        await carry_out(database, {LETTER: letter_doer(database, settings)})

    return Service(
        name=NAME,
        title="Accounting",
        description="Ledger, stock valuation, invoices, bills, payments and credit.",
        settings=settings,
        migrations=MIGRATIONS,
        database=database,
        tokens=TokenVerifier(settings),
        service_tokens=service_tokens_of(NAME, settings),
        routers=[
            ledger.router,
            documents.router,
            payments.router,
            supplier_bills.router,
            bill_lists.router,
            bill_views.router,
            valuation.router,
            value_decisions.router,
            value_reports.router,
            value_breakdown.router,
            exchange_rates.router,
            credit.router,
            chart.router,
            entries.router,
            periods.router,
            reports.router,
            runs.router,
            fec.router,
            closings.router,
            years.router,
            taxes.router,
            approvals.router,
            bank_statements.router,
            clearing.router,
            payment_runs.router,
            lines.router,
            balances.router,
            doubtful.router,
            dunning.router,
            dunning_rules.router,
            late_charges.router,
            credit_notes.router,
            down_payments.router,
            company_api.router,
            files_api.router,
            pro_forma.router,
            received_api.router,
            platform_api.router,
            reports_api.router,
        ],
        handlers=handlers(settings),
        topics=[
            Topic(wire.VALUATIONS),
            Topic(wire.INVOICES),
            Topic(wire.BILLS),
            Topic(wire.PAYMENTS),
            Topic(wire.EXCHANGE_RATES),
            Topic(wire.PERIODS),
        ],
        add_servicers=partial(add_servicers, database=database, currency=settings.company_currency),
        jobs=[
            Job("release expired credit", 15, release_expired_credit),
            Job("expect discounts for early payment", 3600, judge_discounts),
            Job("follow doubtful debts", 300, follow_doubtful_debts),
            Errand("write electronic invoices", 5, write_invoices),
            Job("keep what stock was worth at the ends of months", 300, keep_values),
            Errand("talk to the approved platform", 10, talk_to_platform),
            Errand("report trade to the tax office", 3600, report),
            Errand("send letters", 15, send_letters),
            Errand("deliver payment files", 15, deliver_payment_files),
        ],
        invariants=INVARIANTS,
        state={"settings": settings, "workshop": workshop},
    )
