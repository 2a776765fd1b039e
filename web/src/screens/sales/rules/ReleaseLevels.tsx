import { ActionIcon, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconDeviceFloppy, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { decimalOf, plain } from '~/ui/form/decimals';
import { faultOf } from '~/ui/form/faults';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

type Level = OfSales['LevelModel'];
const WHO = ['sales.credit.release', 'sales.large-credit.release'] as const;
const KEYS = { 'sales.credit.release': 'finance', 'sales.large-credit.release': 'head' } as const;

/** Whose yes lets an order go whose customer has no credit, by its amount. */
export function ReleaseLevels() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const query = hooks.useQuery('get', '/api/sales/v1/release-levels', {}, { staleTime: Infinity });
  if (query.error) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return null;
  const { items } = query.data;
  return (
    <Card title={t('saleRules.releases')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('saleRules.releasesHint')}
      </Text>
      {may('sales.release-levels.write') ? (
        <LevelsForm key={JSON.stringify(items)} levels={items} />
      ) : (
        <Facts
          rows={items.map((level) => [
            t('saleRules.from', { amount: format.money(level.above) }),
            t(`saleRules.who.${KEYS[level.permission]}`),
          ])}
        />
      )}
    </Card>
  );
}

function LevelsForm({ levels }: { levels: Level[] }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(() =>
    levels.map((level) => ({ ...level, above: plain(level.above), key: crypto.randomUUID() })),
  );
  const edit = (key: string, part: Partial<Level>) =>
    setTyped((before) => before.map((level) => (level.key === key ? { ...level, ...part } : level)));
  const isReady = typed.length > 0 && typed.every((level) => decimalOf(level.above) !== null);
  const save = useAct({
    act: () => {
      const items = typed.map(({ above, permission }) => ({ above: decimalOf(above) ?? '', permission }));
      return api.PUT('/api/sales/v1/release-levels', { body: { items } });
    },
    done: () => t('saleRules.saved'),
  });
  return (
    <Stack gap="xs">
      {save.error ? <Trouble error={save.error} /> : null}
      {typed.map((level, at) => (
        <Group key={level.key} gap="xs" align="flex-end" wrap="nowrap" role="group" aria-label={`${at + 1}`}>
          <DecimalInput
            w={110}
            label={at === 0 ? t('saleRules.fromLabel') : undefined}
            aria-label={t('saleRules.fromLabel')}
            value={level.above}
            error={faultOf(save.error, `items.${at}.above`)}
            onChange={(above) => edit(level.key, { above })}
          />
          <Select
            flex={1}
            maw={280}
            aria-label={t('saleRules.whose')}
            allowDeselect={false}
            value={level.permission}
            data={WHO.map((value) => ({ value, label: t(`saleRules.who.${KEYS[value]}`) }))}
            onChange={(value) => edit(level.key, { permission: WHO.find((it) => it === value) ?? level.permission })}
          />
          <ActionIcon
            size={30}
            aria-label={t('saleRules.removeLevel', { number: at + 1 })}
            onClick={() => setTyped(typed.filter((it) => it.key !== level.key))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconPlus size={15} />}
          onClick={() => setTyped([...typed, { key: crypto.randomUUID(), above: '', permission: WHO[0] }])}
        >
          {t('saleRules.addLevel')}
        </Button>
        <Button
          leftSection={<IconDeviceFloppy size={16} />}
          disabled={!isReady}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('common.save')}
        </Button>
      </Group>
    </Stack>
  );
}
