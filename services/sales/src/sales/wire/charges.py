"""What documents are charged with, as protobuf."""

from comptoir.sales.v1 import sales_order_pb2 as pb
from kit.wire import decimal_out

from sales.domain.charge import Charge


def charge_message(charge: Charge) -> pb.OrderCharge:
    return pb.OrderCharge(
        sales_order_charge_id=str(charge.id),
        rule=charge.quoted.rule,
        label=charge.quoted.label_fr or charge.quoted.label,
        amount=decimal_out(charge.amount),
        tax_class=charge.tax_class,
    )
