import { SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfPricing } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Figure } from '~/ui/Figure';

export const KINDS = ['new', 'raised', 'lowered', 'extended', 'unchanged', 'ended'] as const;
export const VERDICTS = ['allowed', 'needs-approval', 'blocked'] as const;

/** How many prices change which way, and what becomes of the margin. */
export function Summary({ summary }: { summary: OfPricing['ListSummaryOut'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const { counts, verdicts, mean_margin_before: before, mean_margin_after: after } = summary;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
      {KINDS.filter((kind) => counts[kind] || kind === 'new' || kind === 'raised' || kind === 'lowered').map((kind) => (
        <Figure key={kind} name={word('priceChange', kind)} value={format.number(counts[kind] ?? 0)} />
      ))}
      {before && after ? (
        <Figure name={t('priceLists.meanMargin', { before: format.rate(before) })} value={format.rate(after)} />
      ) : null}
      {VERDICTS.filter((verdict) => verdict !== 'allowed' && verdicts[verdict]).map((verdict) => (
        <Figure key={verdict} name={word('verdict', verdict)} value={format.number(verdicts[verdict] ?? 0)} />
      ))}
    </SimpleGrid>
  );
}
