import { askByLink } from '~/api/linked';
import type { OfSales } from '~/api/schemas';

type Shown = 'number' | 'edition' | 'status' | 'currency' | 'net' | 'valid_until' | 'lead_time_days' | 'notes';

/** A quote as its customer sees it by the secret of his link. */
export type LinkedOffer = Pick<OfSales['OfferOut'], Shown | 'lines' | 'charges' | 'payment_days' | 'priced_on'> & {
  company: string;
  customer: string;
};

/** Ask by the secret of a customer's link. @throws Refused */
export function linked(path: string, secret: string, body?: unknown): Promise<Response> {
  return askByLink('offer', path, secret, body);
}
