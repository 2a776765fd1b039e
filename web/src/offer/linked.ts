import { refusalOf } from '~/api/problem';
import type { OfSales } from '~/api/schemas';

type Shown = 'number' | 'edition' | 'status' | 'currency' | 'net' | 'valid_until' | 'lead_time_days' | 'notes';

/** A quote as its customer sees it by the secret of his link. */
export type LinkedOffer = Pick<OfSales['OfferOut'], Shown | 'lines' | 'charges' | 'payment_days' | 'priced_on'> & {
  company: string;
  customer: string;
};

/** Ask by the secret of a link, without an account. @throws Refused */
export async function linked(path: string, secret: string, body?: unknown): Promise<Response> {
  const answer = await fetch(`/offer${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'offer-token': secret,
      accept: 'application/json, application/pdf',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw await refusalOf(answer);
  return answer;
}
