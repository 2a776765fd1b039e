"""Who may do what: each role has the least that its work needs.

Duties are kept apart: who orders does not approve the order, who sells does not approve the margin, who writes prices
does not invoice, and the administrator opens doors but does not trade. A test compares these with what the services
ask for.
"""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What a user or a partner's client is to the company."""

    BUYER = "buyer"
    WAREHOUSE = "warehouse"
    SALES = "sales"
    PRICING_MANAGER = "pricing-manager"
    FINANCE = "finance"
    ADMIN = "admin"
    AUDITOR = "auditor"
    PORTAL_VISITOR = "portal-visitor"
    PORTAL_READER = "portal-reader"
    PORTAL_BUYER = "portal-buyer"
    PORTAL_CUSTOMER = "portal-customer"
    PORTAL_APPROVER = "portal-approver"
    PORTAL_ADMIN = "portal-admin"
    PARTNER = "partner"


SERVICES = ("accounting", "catalog", "identity", "inventory", "pricing", "purchasing", "reporting", "sales")

OF_THE_PORTAL = frozenset(
    {
        Role.PORTAL_VISITOR,
        Role.PORTAL_READER,
        Role.PORTAL_BUYER,
        Role.PORTAL_CUSTOMER,
        Role.PORTAL_APPROVER,
        Role.PORTAL_ADMIN,
    }
)
BOUND_TO_A_CUSTOMER = OF_THE_PORTAL | {Role.PARTNER}

_STAFF = frozenset({"catalog.partners.read", "catalog.products.read", "identity.people.read"})
_MESSAGES = frozenset(f"{service}.messages.manage" for service in SERVICES)
_INVARIANTS = frozenset(f"{service}.invariants.read" for service in SERVICES)
_HISTORY = frozenset(f"{service}.history.read" for service in SERVICES)

# What a customer sees and does: every one of these endpoints keeps to the `customer_id` of the token.
_INVOICES = frozenset({"accounting.credit.read", "accounting.invoices.read"})
_VISITING = frozenset(
    {
        "catalog.products.read",
        "inventory.delivery-notes.read",
        "pricing.quotes.read",
        "sales.offers.read",
        "sales.orders.quote",
        "sales.orders.read",
        "sales.returns.read",
    }
)
_BUYING = _VISITING | {"sales.offers.answer", "sales.orders.confirm", "sales.orders.write", "sales.returns.write"}

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.BUYER: _STAFF
    | {
        "accounting.rates.read",
        "inventory.drop-shipments.write",
        "inventory.replenishment.write",
        "inventory.stock.read",
        "purchasing.approvals.read",
        "purchasing.landed-costs.read",
        "purchasing.landed-costs.write",
        "purchasing.orders.read",
        "purchasing.orders.submit",
        "purchasing.orders.write",
        "purchasing.prices.read",
        "purchasing.prices.write",
        "purchasing.requests.decide",
        "purchasing.requests.read",
        "purchasing.requests.write",
        "purchasing.rfqs.write",
        "purchasing.rules.read",
    },
    Role.WAREHOUSE: _STAFF
    | {
        "inventory.adjustments.write",
        "inventory.allocations.write",
        "inventory.approvals.read",
        "inventory.claims.write",
        "inventory.counts.read",
        "inventory.counts.write",
        "inventory.delivery-notes.read",
        "inventory.drop-shipments.write",
        "inventory.inspections.write",
        "inventory.lots.write",
        "inventory.replenishment.write",
        "inventory.movements.reverse",
        "inventory.picks.write",
        "inventory.receipts.write",
        "inventory.returns.write",
        "inventory.shipments.write",
        "inventory.stock.read",
        "inventory.transfers.write",
        "inventory.warehouses.write",
        "purchasing.requests.read",
        "purchasing.requests.write",
        "purchasing.orders.read",
        "sales.orders.read",
        "sales.returns.read",
    },
    Role.SALES: _STAFF
    | {
        "sales.release-levels.read",
        "accounting.credit-rules.read",
        "accounting.credit-requests.read",
        "accounting.credit.read",
        "accounting.invoicing.read",
        "accounting.invoices.read",
        "inventory.allocations.write",
        "inventory.delivery-notes.read",
        "inventory.stock.read",
        "pricing.approvals.read",
        "pricing.exceptions.read",
        "pricing.exceptions.write",
        "pricing.limits.read",
        "pricing.contracts.read",
        "pricing.prices.read",
        "pricing.quotes.read",
        "sales.approvals.read",
        "sales.blankets.write",
        "sales.deliveries.write",
        "sales.disputes.settle",
        "sales.offers.answer",
        "sales.offers.read",
        "sales.offers.write",
        "sales.orders.confirm",
        "sales.orders.quote",
        "sales.orders.read",
        "sales.orders.write",
        "sales.prices.set",
        "sales.returns.read",
        "sales.returns.write",
        "sales.salespeople.read",
    },
    Role.PRICING_MANAGER: _STAFF
    | {
        "pricing.approvals.read",
        "pricing.contracts.read",
        "pricing.contracts.write",
        "pricing.costs.read",
        "pricing.decisions.read",
        "pricing.exceptions.approve",
        "pricing.exceptions.read",
        "pricing.limits.read",
        "pricing.limits.write",
        "pricing.lists.approve",
        "pricing.prices.read",
        "pricing.prices.write",
        "pricing.quotes.read",
        "pricing.rules.read",
        "pricing.rules.write",
        "pricing.simulations.read",
        "pricing.simulations.write",
        "reporting.alerts.read",
        "reporting.alerts.write",
        "reporting.kpis.write",
        "reporting.margins.read",
        "reporting.reviews.read",
        "reporting.reviews.write",
        "sales.approvals.read",
        "sales.charges.waive",
        "sales.kits.write",
        "sales.margins.approve",
        "sales.offers.read",
        "sales.orders.read",
        "sales.commissions.read",
        "sales.salespeople.read",
        "sales.salespeople.write",
    },
    Role.FINANCE: _STAFF
    | {
        "sales.approvals.read",
        "sales.credit.release",
        "sales.release-levels.read",
        "accounting.approvals.read",
        "accounting.chart.write",
        "accounting.entries.approve",
        "accounting.opening.write",
        "accounting.periods.reopen",
        "accounting.credit-rules.read",
        "accounting.bank.read",
        "accounting.bank.write",
        "accounting.bank-accounts.write",
        "accounting.bills.read",
        "accounting.bills.write",
        "accounting.company.read",
        "accounting.company.write",
        "accounting.disputes.resolve",
        "accounting.down-payments.write",
        "accounting.credit-notes.approve",
        "accounting.credit-notes.write",
        "accounting.credit-requests.read",
        "accounting.einvoices.read",
        "accounting.einvoices.write",
        "accounting.credit.read",
        "accounting.entries.write",
        "accounting.invoicing.read",
        "accounting.invoicing.write",
        "accounting.invoices.read",
        "accounting.ledger.read",
        "accounting.bad-debts.approve",
        "accounting.bad-debts.write",
        "accounting.documents.block",
        "accounting.doubtful-debts.read",
        "accounting.doubtful-debts.write",
        "accounting.dunning-rules.write",
        "accounting.dunning.read",
        "accounting.dunning.write",
        "accounting.late-charges.write",
        "accounting.payment-files.send",
        "accounting.payment-runs.approve",
        "accounting.payment-runs.read",
        "accounting.payment-runs.write",
        "accounting.payments.read",
        "accounting.payments.write",
        "accounting.periods.write",
        "accounting.rates.read",
        "accounting.rates.write",
        "accounting.taxes.write",
        "accounting.costing.write",
        "accounting.valuation.read",
        "accounting.write-downs.write",
        "catalog.approvals.read",
        "catalog.bank-accounts.read",
        "catalog.bank-accounts.write",
        "catalog.changes.approve",
        "catalog.field-rules.read",
        "catalog.terms.write",
        "catalog.valuation.write",
        "inventory.approvals.read",
        "inventory.counts.approve",
        "inventory.counts.expected.read",
        "inventory.counts.read",
        "inventory.stock.read",
        "pricing.approvals.read",
        "pricing.exceptions.read",
        "pricing.large-exceptions.approve",
        "pricing.costs.read",
        "pricing.lists.approve",
        "pricing.prices.read",
        "purchasing.approvals.read",
        "purchasing.orders.approve",
        "purchasing.orders.read",
        "purchasing.rules.read",
        "reporting.alerts.read",
        "reporting.discrepancies.read",
        "reporting.kpis.write",
        "reporting.margins.read",
        "reporting.reviews.read",
        "reporting.reviews.write",
        "sales.charges.waive",
        "sales.large-discounts.approve",
        "sales.orders.read",
        "sales.return-rules.write",
        "sales.returns.approve",
        "sales.returns.read",
        "sales.commissions.read",
        "sales.salespeople.read",
    },
    Role.ADMIN: _STAFF
    | _MESSAGES
    | _INVARIANTS
    | _HISTORY
    | {
        "sales.approvals.read",
        "sales.large-credit.release",
        "sales.orders.read",
        "sales.release-levels.read",
        "sales.release-levels.write",
        "sales.spending.manage",
        "accounting.approvals.read",
        "accounting.bad-debts.approve",
        "accounting.credit-notes.approve",
        "accounting.entries.approve",
        "accounting.periods.reopen",
        "accounting.bank.read",
        "accounting.bank-rules.write",
        "accounting.write-offs.approve",
        "accounting.credit-rules.read",
        "accounting.credit-rules.write",
        "accounting.credit.read",
        "accounting.credit.write",
        "accounting.costing.approve",
        "accounting.valuation.read",
        "accounting.payment-runs.approve",
        "accounting.payment-runs.read",
        "accounting.write-downs.approve",
        "catalog.approvals.read",
        "catalog.bank-accounts.read",
        "catalog.bank-accounts.write",
        "catalog.changes.approve",
        "catalog.credit.write",
        "catalog.field-rules.read",
        "catalog.field-rules.write",
        "catalog.partners.write",
        "catalog.products.write",
        "catalog.terms.write",
        "catalog.valuation.write",
        "identity.clients.read",
        "identity.clients.write",
        "identity.keys.read",
        "identity.keys.write",
        "identity.roles.read",
        "identity.team.manage",
        "identity.users.read",
        "identity.users.write",
        "inventory.approvals.read",
        "inventory.count-rules.write",
        "inventory.counts.approve",
        "inventory.counts.expected.read",
        "inventory.counts.read",
        "inventory.movement-rules.write",
        "inventory.opening.write",
        "inventory.stock.read",
        "purchasing.approvals.read",
        "purchasing.large-orders.approve",
        "purchasing.orders.read",
        "purchasing.rules.read",
        "purchasing.rules.write",
        "reporting.discrepancies.read",
    },
    Role.AUDITOR: _STAFF
    | _INVARIANTS
    | _HISTORY
    | {
        "sales.release-levels.read",
        "accounting.approvals.read",
        "accounting.credit-rules.read",
        "accounting.bank.read",
        "accounting.credit-requests.read",
        "accounting.bills.read",
        "accounting.company.read",
        "accounting.einvoices.read",
        "accounting.credit.read",
        "accounting.doubtful-debts.read",
        "accounting.dunning.read",
        "accounting.invoicing.read",
        "accounting.invoices.read",
        "accounting.ledger.read",
        "accounting.payment-runs.read",
        "accounting.payments.read",
        "accounting.rates.read",
        "accounting.valuation.read",
        "catalog.approvals.read",
        "catalog.bank-accounts.read",
        "catalog.field-rules.read",
        "identity.clients.read",
        "identity.keys.read",
        "identity.roles.read",
        "identity.users.read",
        "inventory.approvals.read",
        "inventory.counts.expected.read",
        "inventory.counts.read",
        "inventory.delivery-notes.read",
        "inventory.stock.read",
        "pricing.approvals.read",
        "pricing.contracts.read",
        "pricing.costs.read",
        "pricing.decisions.read",
        "pricing.exceptions.read",
        "pricing.limits.read",
        "pricing.prices.read",
        "pricing.quotes.read",
        "pricing.rules.read",
        "pricing.simulations.read",
        "purchasing.approvals.read",
        "purchasing.landed-costs.read",
        "purchasing.orders.read",
        "purchasing.prices.read",
        "purchasing.requests.read",
        "purchasing.rules.read",
        "reporting.alerts.read",
        "reporting.discrepancies.read",
        "reporting.margins.read",
        "reporting.reviews.read",
        "sales.approvals.read",
        "sales.offers.read",
        "sales.orders.read",
        "sales.returns.read",
        "sales.commissions.read",
        "sales.salespeople.read",
    },
    Role.PORTAL_VISITOR: _VISITING,
    Role.PORTAL_READER: _VISITING | _INVOICES,
    Role.PORTAL_BUYER: _BUYING,
    Role.PORTAL_CUSTOMER: _BUYING | _INVOICES,
    Role.PORTAL_APPROVER: _VISITING | {"sales.spending.approve"},
    Role.PORTAL_ADMIN: _BUYING
    | _INVOICES
    | {"identity.team.manage", "sales.spending.approve", "sales.spending.manage"},
    Role.PARTNER: _BUYING | _INVOICES,
}


ALL = frozenset().union(*PERMISSIONS.values())


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    """What somebody with all these roles may do."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))
