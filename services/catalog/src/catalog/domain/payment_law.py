"""How long French law lets a buyer take to pay, by what is bought (articles L441-10 and L441-11 of the "code de commerce").

An invoice is dated the day the goods leave, so the law's days after delivery are counted from the invoice as well.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from kit.errors import Fault

from catalog.domain.partner import Partner
from catalog.domain.payment_terms import MonthEnd, PaymentTerms, Sector, due_on, end_of_month

UNWRITTEN_DAYS = 30  # what counts where nothing else was agreed in writing
NET_DAYS = 60
MONTH_END_DAYS = 45

# Four years from a first of March: every length of month, with and without a leap day.
_DAYS = tuple(date(2027, 3, 1) + timedelta(days=i) for i in range(4 * 365 + 1))


def unlawful(terms: PaymentTerms) -> str | None:
    """Why no French buyer may be given these terms; nothing when he may."""
    if any(all(due_on(terms, day) <= limit for day, limit in limits) for limits in _limits(terms)):
        return None
    return f"French law: {_SENTENCES[terms.sector]}. A breach costs up to 2 M EUR (L441-16)."


def warning(terms: PaymentTerms) -> str | None:
    """What to see to although the terms are lawful."""
    if terms.is_french_law and any(due_on(terms, day) > day + timedelta(days=UNWRITTEN_DAYS) for day in _DAYS):
        return f"Agree it in writing: without a contract, {UNWRITTEN_DAYS} days after the goods came count (L441-10)."
    return None


def is_under_french_law(partner: Partner) -> bool:
    """Whether the partner is a French company, as far as its record tells."""
    return (
        partner.siren is not None
        or (partner.vat_id or "").startswith("FR")
        or any(address.country == "FR" and address.kind != "delivery" for address in partner.addresses)
    )


def partner_unlawful(partner: Partner, terms: PaymentTerms | None) -> Fault | None:
    """The field that gives a French partner more time than the law, and why; nothing when none does."""
    if not is_under_french_law(partner):
        return None
    if terms is None and partner.payment_days > NET_DAYS:
        return Fault(
            "payment_days",
            f"French law: at most {NET_DAYS} days after the invoice (L441-10). Give {NET_DAYS} or less.",
            "days-unlawful",
            {"most": str(NET_DAYS)},
        )
    if terms is not None and (why := unlawful(terms)):
        detail = f"{terms.code} is for partners elsewhere. {why}"
        return Fault("payment_terms_code", detail, "terms-unlawful", {"terms": terms.code})
    return None


def _limits(terms: PaymentTerms) -> Iterator[list[tuple[date, date]]]:
    """Readings of the law, any of which is enough: for each day of an invoice the last day to pay."""
    match terms.sector:
        case Sector.GENERAL | Sector.WINE:
            yield _net(NET_DAYS)
            if terms.month_end is MonthEnd.AFTER_DAYS:
                yield [(day, end_of_month(day + timedelta(days=MONTH_END_DAYS))) for day in _DAYS]
            yield [(day, end_of_month(day) + timedelta(days=MONTH_END_DAYS)) for day in _DAYS]
        case Sector.PERIODIC:
            yield _net(45)
        case Sector.TRANSPORT:
            yield _net(30)
        case Sector.PERISHABLE:  # 30 days after the end of the ten days of the delivery
            yield [(day, _end_of_ten_days(day) + timedelta(days=30)) for day in _DAYS]
        case Sector.MEAT:
            yield _net(20)
        case Sector.SPIRITS:
            yield [(day, end_of_month(day) + timedelta(days=30)) for day in _DAYS]


def _net(days: int) -> list[tuple[date, date]]:
    return [(day, day + timedelta(days=days)) for day in _DAYS]


def _end_of_ten_days(day: date) -> date:
    """The 10th, the 20th or the last of the month: the end of its "décade"."""
    return day.replace(day=10 if day.day <= 10 else 20) if day.day <= 20 else end_of_month(day)


_SENTENCES = {
    Sector.GENERAL: "at most 60 days after the invoice, or 45 days end of month, in either reading (L441-10)",
    Sector.PERIODIC: "a summary invoice is due within 45 days (L441-10)",
    Sector.TRANSPORT: "transport and forwarding are due within 30 days of the invoice (L441-11)",
    Sector.PERISHABLE: "perishable food is due within 30 days of the end of its ten days (L441-11)",
    Sector.MEAT: "live cattle and fresh meat are due within 20 days (L441-11)",
    Sector.SPIRITS: "alcohol under excise is due within 30 days of the end of its month (L441-11)",
    Sector.WINE: "grapes, must and wine are due within 45 days end of month, or 60 days (L441-11)",
}
