import type { OfSales } from '~/api/schemas';

type Status = OfSales['OfferStatus'];

const CHANGEABLE = new Set<Status>(['draft', 'approved']);
const REVISABLE = new Set<Status>(['sent', 'refused', 'expired', 'superseded', 'withdrawn']);
const WITHDRAWABLE = new Set<Status>(['draft', 'approved', 'awaiting-approval', 'sent']);

/** Whether the customer does not have it yet, and nobody is deciding on it. */
export const isChangeable = (status: Status) => CHANGEABLE.has(status);

/** Whether another version may follow it. */
export const isRevisable = (status: Status) => REVISABLE.has(status);

export const isWithdrawable = (status: Status) => WITHDRAWABLE.has(status);
