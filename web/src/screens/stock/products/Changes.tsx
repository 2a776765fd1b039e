import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfCatalog } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { ChangedFields } from '~/ui/changes/ChangedFields';
import type { Changes as Changed } from '~/ui/changes/changes';

type Change = Omit<OfCatalog['ChangeOut'], 'changes'> & { changes: Changed };

const SHOWN = 8;

/** The newest changes of a product or partner: who did it, when, and each field before and after. */
export function Changes({ entity, id }: { entity: 'product' | 'partner'; id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['history', entity, id],
    queryFn: async (): Promise<readonly Change[]> => {
      const query = { limit: SHOWN };
      const { data: page } =
        entity === 'product'
          ? await api.GET('/api/catalog/v1/products/{product_id}/history', {
              params: { path: { product_id: id }, query },
            })
          : await api.GET('/api/catalog/v1/partners/{partner_id}/history', {
              params: { path: { partner_id: id }, query },
            });
      return page?.items ?? [];
    },
  });
  if (!data || data.length === 0) return null;
  return (
    <Card title={t('record.history')}>
      {data.map((change, position) => (
        <OneChange key={change.version ?? position} entity={entity} change={change} />
      ))}
    </Card>
  );
}

function OneChange({ entity, change }: { entity: string; change: Change }) {
  const format = useFormat();
  const word = useWord();
  const who = usePersonName(change.subject);
  return (
    <div>
      <Text fw={560} size="sm">
        {[word('change', change.action), who, format.time(change.created_at)].join(' · ')}
      </Text>
      {change.action === 'created' ? null : <ChangedFields entity={entity} changes={change.changes} />}
    </div>
  );
}
