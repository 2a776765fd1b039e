import { Badge } from '@mantine/core';

import type { fr } from '~/i18n/fr';
import { useWord } from '~/i18n/useWord';

const COLOURS: Record<string, string> = {
  draft: 'gray',
  'awaiting-approval': 'orange',
  'needs-approval': 'orange',
  confirmed: 'blue',
  counting: 'blue',
  released: 'blue',
  'in-transit': 'cyan',
  done: 'green',
  picked: 'green',
  short: 'orange',
  placed: 'blue',
  approved: 'cyan',
  sent: 'blue',
  authorised: 'blue',
  settled: 'green',
  imported: 'green',
  checked: 'blue',
  matched: 'blue',
  'partially-shipped': 'cyan',
  shipped: 'teal',
  received: 'teal',
  invoiced: 'green',
  posted: 'green',
  allowed: 'green',
  accepted: 'green',
  answered: 'blue',
  awarded: 'green',
  won: 'green',
  active: 'green',
  open: 'blue',
  locked: 'orange',
  closed: 'green',
  sealed: 'teal',
  blocked: 'red',
  disputed: 'red',
  reviewed: 'blue',
  published: 'green',
  granted: 'green',
  running: 'blue',
  rejected: 'red',
  refused: 'red',
  revoked: 'red',
  cancelled: 'red',
};

/** A state, in words and by colour. */
export function StatusBadge({ list, value }: { list: keyof typeof fr.words; value: string }) {
  const word = useWord();
  return <Badge color={COLOURS[value] ?? 'gray'}>{word(list, value)}</Badge>;
}
