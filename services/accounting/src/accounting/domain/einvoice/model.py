"""An invoice or credit note as EN 16931 sees it, ours or a supplier's. The letters are the standard's business terms.

Amounts are those of the document, above zero on credit notes too; rates are shares: 0.20 is 20 %.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kit.money import ZERO


class Kind(StrEnum):
    """BT-3, UNTDID 1001."""

    INVOICE = "380"
    CREDIT_NOTE = "381"
    CORRECTED = "384"  # stands in for the one it names
    PREPAYMENT = "386"


class VatCategory(StrEnum):
    """UNTDID 5305. The last two are Spain's, and not let through in France."""

    STANDARD = "S"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUT_OF_SCOPE = "O"
    ZERO = "Z"
    CANARY_ISLANDS = "L"
    CEUTA_AND_MELILLA = "M"


class Process(StrEnum):
    """BT-23: what is invoiced, and whether it is paid already."""

    GOODS = "B1"
    GOODS_PAID = "B2"
    GOODS_FINAL = "B4"  # after an advance
    SERVICES = "S1"
    SERVICES_PAID = "S2"
    MIXED = "M1"
    MIXED_PAID = "M2"


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is."""

    lines: tuple[str, ...] = ()  # at most three
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True)
class Party:
    """Seller or buyer; an empty text is not said."""

    name: str
    address: Address = Address()
    trading_name: str = ""
    siren: str = ""
    siret: str = ""
    vat_id: str = ""
    gln: str = ""
    legal: str = ""  # legal form, capital, register
    e_address: str = ""
    e_address_scheme: str = ""  # 0225: SIREN with or without a suffix
    email: str = ""
    phone: str = ""
    other_id: str = ""  # BT-30/BT-47 of a scheme that is not the SIREN's


@dataclass(frozen=True, slots=True)
class Delivery:
    """When and where the goods went; no address when it is the buyer's."""

    on: date | None = None
    name: str = ""
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Vat:
    """How something is taxed. A category without tax says why."""

    category: VatCategory
    rate: Decimal = ZERO
    reason_code: str = ""  # VATEX
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """BG-20 and BG-21: something of the document as a whole."""

    amount: Decimal
    vat: Vat
    reason: str
    reason_code: str = ""  # UNTDID 7161 for a charge, 5189 for an allowance
    is_allowance: bool = False


@dataclass(frozen=True, slots=True)
class LineCharge:
    """BG-27 and BG-28: something of one line."""

    amount: Decimal
    reason: str
    is_allowance: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """BG-25."""

    id: str
    name: str
    quantity: Decimal
    unit: str  # UN/ECE Rec 20 or 21
    unit_price: Decimal  # net, of `price_quantity` units
    net_amount: Decimal
    vat: Vat
    description: str = ""
    seller_sku: str = ""
    buyer_sku: str = ""
    gtin: str = ""
    order_number: str = ""  # the buyer's, where it differs from line to line
    order_line: str = ""  # BT-132
    despatch_number: str = ""
    despatch_line: str = ""
    price_quantity: Decimal = Decimal(1)
    charges: tuple[LineCharge, ...] = ()


@dataclass(frozen=True, slots=True)
class VatSubtotal:
    """BG-23: one for each category and rate."""

    vat: Vat
    base: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """BG-22."""

    lines: Decimal | None  # BT-106; the smallest profile does not say it
    allowances: Decimal
    charges: Decimal
    net: Decimal  # BT-109
    tax: Decimal  # BT-110
    gross: Decimal  # BT-112
    paid: Decimal
    payable: Decimal  # BT-115
    tax_in_company_currency: Decimal | None = None  # BT-111, of a document in another currency
    rounding: Decimal = ZERO  # BT-114


@dataclass(frozen=True, slots=True)
class Note:
    """BG-1; the subject is UNTDID 4451: PMT, PMD and AAB are compulsory in France."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Preceding:
    """BG-3: the invoice that a credit note is about, or that this one stands in for."""

    number: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """BG-16. 30 is a credit transfer, 58 one within SEPA."""

    code: str
    iban: str = ""
    bic: str = ""
    account_name: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What is written, read, checked, printed and matched."""

    kind: Kind
    number: str
    issued_on: date
    currency: str
    process: str  # BT-23; a supplier may say anything, or nothing
    seller: Party
    buyer: Party
    totals: Totals
    lines: tuple[Line, ...] = ()
    charges: tuple[Charge, ...] = ()
    vat: tuple[VatSubtotal, ...] = ()
    delivery: Delivery = Delivery()
    due_on: date | None = None
    terms: str = ""  # BT-20, in words
    notes: tuple[Note, ...] = ()
    means: PaymentMeans | None = None
    order_number: str = ""  # BT-13, the buyer's
    sales_order_number: str = ""  # BT-14
    despatch_number: str = ""  # BT-16
    buyer_reference: str = ""  # BT-10
    preceding: tuple[Preceding, ...] = ()
    vat_on_debits: bool = False  # BT-8: due when invoiced, an option of sellers of services
    company_currency: str = ""  # BT-6, where it is not that of the document

    @property
    def is_credit_note(self) -> bool:
        return self.kind is Kind.CREDIT_NOTE
