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
    PORTAL_CUSTOMER = "portal-customer"
    PARTNER = "partner"


SERVICES = ("accounting", "catalog", "identity", "inventory", "pricing", "purchasing", "reporting", "sales")

BOUND_TO_A_CUSTOMER = frozenset({Role.PORTAL_CUSTOMER, Role.PARTNER})

_CATALOG = frozenset({"catalog.partners.read", "catalog.products.read"})
_MESSAGES = frozenset(f"{service}.messages.manage" for service in SERVICES)
_INVARIANTS = frozenset(f"{service}.invariants.read" for service in SERVICES)

# What a customer sees and does: every one of these endpoints keeps to the `customer_id` of the token.
_CUSTOMER = frozenset(
    {
        "accounting.credit.read",
        "accounting.invoices.read",
        "catalog.products.read",
        "pricing.quotes.read",
        "sales.offers.answer",
        "sales.offers.read",
        "sales.orders.confirm",
        "sales.orders.quote",
        "sales.orders.read",
        "sales.orders.write",
        "sales.returns.read",
        "sales.returns.write",
    }
)

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.BUYER: _CATALOG
    | {
        "accounting.rates.read",
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
    Role.WAREHOUSE: _CATALOG
    | {
        "inventory.adjustments.write",
        "inventory.allocations.write",
        "inventory.approvals.read",
        "inventory.claims.write",
        "inventory.counts.read",
        "inventory.counts.write",
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
    Role.SALES: _CATALOG
    | {
        "sales.release-levels.read",
        "accounting.credit-rules.read",
        "accounting.credit.read",
        "accounting.invoices.read",
        "inventory.allocations.write",
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
    Role.PRICING_MANAGER: _CATALOG
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
        "reporting.margins.read",
        "sales.approvals.read",
        "sales.kits.write",
        "sales.margins.approve",
        "sales.offers.read",
        "sales.orders.read",
        "sales.commissions.read",
        "sales.salespeople.read",
        "sales.salespeople.write",
    },
    Role.FINANCE: _CATALOG
    | {
        "sales.approvals.read",
        "sales.credit.release",
        "sales.release-levels.read",
        "accounting.credit-rules.read",
        "accounting.approvals.read",
        "accounting.bank.read",
        "accounting.bank.write",
        "accounting.bank-accounts.write",
        "accounting.bills.read",
        "accounting.bills.write",
        "accounting.disputes.resolve",
        "accounting.credit.read",
        "accounting.entries.write",
        "accounting.invoices.read",
        "accounting.ledger.read",
        "accounting.payments.read",
        "accounting.payments.write",
        "accounting.periods.write",
        "accounting.rates.read",
        "accounting.rates.write",
        "accounting.taxes.write",
        "accounting.valuation.read",
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
        "reporting.margins.read",
        "sales.large-discounts.approve",
        "sales.orders.read",
        "sales.return-rules.write",
        "sales.returns.approve",
        "sales.returns.read",
        "sales.commissions.read",
        "sales.salespeople.read",
    },
    Role.ADMIN: _CATALOG
    | _MESSAGES
    | _INVARIANTS
    | {
        "sales.approvals.read",
        "sales.large-credit.release",
        "sales.orders.read",
        "sales.release-levels.read",
        "sales.release-levels.write",
        "accounting.approvals.read",
        "accounting.bank.read",
        "accounting.bank-rules.write",
        "accounting.write-offs.approve",
        "accounting.credit-rules.read",
        "accounting.credit-rules.write",
        "accounting.credit.read",
        "accounting.credit.write",
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
    },
    Role.AUDITOR: _CATALOG
    | _INVARIANTS
    | {
        "sales.release-levels.read",
        "accounting.credit-rules.read",
        "accounting.approvals.read",
        "accounting.bank.read",
        "accounting.bills.read",
        "accounting.credit.read",
        "accounting.invoices.read",
        "accounting.ledger.read",
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
        "reporting.margins.read",
        "sales.approvals.read",
        "sales.offers.read",
        "sales.orders.read",
        "sales.returns.read",
        "sales.commissions.read",
        "sales.salespeople.read",
    },
    Role.PORTAL_CUSTOMER: _CUSTOMER,
    Role.PARTNER: _CUSTOMER,
}


ALL = frozenset().union(*PERMISSIONS.values())


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    """What somebody with all these roles may do."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))
