import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';

/** What was credited of it. */
export function CreditNotes({ notes, currency }: { notes: OfSales['CreditNoteOut'][]; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card title={t('returns.creditNotes')}>
      {notes.length > 0 ? (
        <Facts
          rows={notes.map(
            (note) =>
              [`${note.number} · ${format.date(note.credited_on)}`, format.money(note.gross, currency)] as const,
          )}
        />
      ) : (
        <Text c="dimmed">{t('returns.noCreditNotes')}</Text>
      )}
    </Card>
  );
}
