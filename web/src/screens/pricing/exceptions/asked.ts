import { decimalOf, isQuantity } from '~/ui/form/decimals';

import { rateOf } from '../shared/rates';

/** An exception as it is typed. */
export interface Asked {
  customer: string;
  on: 'product' | 'family';
  product: string;
  family: string;
  kind: 'price' | 'discount';
  price: string;
  discount: string; // percent
  minMargin: string; // percent; empty: as pricing sees fit
  cap: string;
  channel: string;
  from: string;
  until: string;
  reason: string;
}

export function bodyOf(asked: Asked) {
  const isOfProduct = asked.on === 'product';
  const isPrice = asked.kind === 'price' && isOfProduct;
  return {
    customer_id: asked.customer,
    product_id: isOfProduct ? asked.product : null,
    family_code: isOfProduct ? null : asked.family,
    unit_price: isPrice ? decimalOf(asked.price) : null,
    discount_rate: isPrice ? null : rateOf(asked.discount),
    min_margin_rate: asked.minMargin.trim() ? rateOf(asked.minMargin) : null,
    quantity_cap: decimalOf(asked.cap) ?? '',
    channel: asked.channel.trim() || null,
    effective_from: asked.from || null,
    effective_until: asked.until,
    reason: asked.reason.trim(),
  };
}

/** Whether all that an exception needs is there. */
export function isWhole(asked: Asked): boolean {
  const body = bodyOf(asked);
  return (
    body.customer_id !== '' &&
    Boolean(body.product_id ?? body.family_code) &&
    (body.unit_price ?? body.discount_rate) !== null &&
    isQuantity(asked.cap) &&
    body.effective_until !== '' &&
    body.reason !== ''
  );
}
