import type { ComponentProps } from 'react';

import { DecimalInput } from '~/ui/form/DecimalInput';

import { rateOf } from './rates';

/** A rate in percent; it may be below zero. */
export function RateInput(field: Omit<ComponentProps<typeof DecimalInput>, 'read'>) {
  return <DecimalInput {...field} read={rateOf} />;
}
