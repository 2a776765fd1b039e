import { SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { Figure } from '~/ui/Figure';

/** The house in six figures, and how old they are. */
export function KeyFigures() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: summary } = hooks.useQuery(
    'get',
    '/api/reporting/v1/summary',
    { params: { query: {} } },
    { refetchInterval: 15_000 },
  );
  const { data: freshness } = hooks.useQuery('get', '/api/reporting/v1/freshness', {}, { refetchInterval: 15_000 });
  const latest = freshness?.topics
    .map((topic) => topic.applied_at)
    .sort()
    .at(-1);
  return (
    <section aria-label={t('home.figures')}>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="md">
        <Figure name={t('home.revenue')} value={format.bigMoney(summary?.revenue)} isLoading={!summary} />
        <Figure name={t('home.margin')} value={format.bigMoney(summary?.margin)} isLoading={!summary} />
        <Figure name={t('home.rate')} value={format.rate(summary?.rate)} isLoading={!summary} />
        <Figure name={t('home.orders')} value={format.number(summary?.orders)} isLoading={!summary} />
        <Figure name={t('home.stockValue')} value={format.bigMoney(summary?.stock_value)} isLoading={!summary} />
      </SimpleGrid>
      {latest ? (
        <Text size="xs" c="dimmed" mt={6} ta="end">
          {t('home.asOf', { when: format.time(latest) })}
        </Text>
      ) : null}
    </section>
  );
}
