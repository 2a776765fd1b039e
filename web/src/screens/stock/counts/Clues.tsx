import { Badge, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { ProductName } from '~/ui/Name';
import { useAct } from '~/ui/useAct';

import { useCountLines } from './useCountLines';

interface Props {
  count: OfInventory['CountOut'];
  isOpen: boolean;
}

/** Where the books and the shelves differ: probable causes, and the one that somebody says it is. */
export function Clues({ count, isOpen }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const params = { path: { count_id: count.id } };
  const { data } = hooks.useQuery('get', '/api/inventory/v1/counts/{count_id}/clues', { params });
  const causes = hooks.useQuery('get', '/api/inventory/v1/count-causes');
  const { lines } = useCountLines(count.id, 'differing');
  const explain = useAct<{ line_id: string; cause: string }>({
    act: (cause) =>
      api.POST('/api/inventory/v1/counts/{count_id}/causes', { params, body: { causes: [{ ...cause, comment: '' }] } }),
  });
  const named = (causes.data?.items ?? []).map((it) => ({
    value: it.code,
    label: i18n.language === 'fr' ? it.name_fr : it.name_en,
  }));
  const evidence = (clue: OfInventory['ClueOut']) => {
    const other = lines.find(({ id }) => id === clue.line_id);
    return t(`counts.evidence.${clue.evidence}`, {
      place: other?.location,
      sku: other?.sku,
      document: clue.document_number,
      factor: format.number(clue.factor ?? ''),
    });
  };
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t('counts.differences')} side={<Badge color="red">{items.length}</Badge>}>
      <Stack gap="md">
        {items.map((it) => {
          const line = lines.find(({ id }) => id === it.line_id);
          return (
            <div key={it.line_id}>
              <Text size="sm" fw={600}>
                <ProductName id={it.product_id} />
              </Text>
              <Text size="sm" className="figure">
                {line ? `${line.location} · ` : ''}
                {format.number(it.difference)} · {format.money(it.value)}
              </Text>
              {it.clues.slice(0, 3).map((clue) => (
                <Text
                  size="sm"
                  c="dimmed"
                  key={`${clue.evidence}${clue.line_id ?? clue.document_number}${clue.factor ?? ''}`}
                >
                  {named.find(({ value }) => value === clue.cause)?.label ?? clue.cause} ({clue.weight} %) —{' '}
                  {evidence(clue)}
                </Text>
              ))}
              {isOpen ? (
                <Select
                  mt={4}
                  size="xs"
                  aria-label={t('counts.causeOf', { place: line?.location ?? '', sku: line?.sku ?? '' })}
                  placeholder={t('counts.cause')}
                  data={named}
                  value={line?.cause ?? null}
                  onChange={(cause) => (cause ? explain.mutate({ line_id: it.line_id, cause }) : undefined)}
                />
              ) : null}
            </div>
          );
        })}
      </Stack>
    </Card>
  );
}
