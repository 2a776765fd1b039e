import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { EntryLine } from './basket';

interface Props {
  line: EntryLine;
  position: number;
  onEdit: (part: Partial<EntryLine>) => void;
}

/** Whether a supplier brings the goods to the customer himself: then they take no stock of the house. */
export function DropShipped({ line, position, onEdit }: Props) {
  const { t } = useTranslation();
  return (
    <Checkbox
      mt={6}
      size="xs"
      label={t('entry.dropShipped')}
      aria-label={t('entry.dropShippedOf', { number: position + 1 })}
      checked={line.isDropShipped}
      onChange={(event) => onEdit({ isDropShipped: event.currentTarget.checked })}
    />
  );
}
