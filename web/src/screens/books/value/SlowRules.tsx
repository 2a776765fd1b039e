import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { RateInput } from '~/screens/pricing/shared/RateInput';
import { Card } from '~/ui/Card';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { rulesOf, typedOf, type Rule, type TypedRule } from './slow';
import { SlowPreview } from './SlowPreview';

/** From which age on stock is written down, and what that would be now. */
export default function SlowRules() {
  const { t } = useTranslation();
  const query = hooks.useQuery('get', '/api/accounting/v1/write-down-rules');
  const { data, error } = query;
  if (error) return <PageTrouble title={t('screens.slowRules')} error={error} onRetry={() => void query.refetch()} />;
  if (!data) return <PageSkeleton />;
  return <Rules rules={data.items} />;
}

function Rules({ rules }: { rules: readonly Rule[] }) {
  const { t } = useTranslation();
  const may = useMay();
  const [typed, setTyped] = useState<TypedRule[]>(() => typedOf(rules));
  const mayWrite = may('accounting.write-downs.write');
  const read = rulesOf(typed);
  const isChanged = JSON.stringify(read) !== JSON.stringify(rulesOf(typedOf(rules)));
  const save = useAct<Rule[]>({
    act: (items) => api.PUT('/api/accounting/v1/write-down-rules', { body: { items } }),
    done: () => t('slow.saved'),
  });
  const change = (at: number, part: Partial<TypedRule>) =>
    setTyped(typed.map((rule, place) => (place === at ? { ...rule, ...part } : rule)));
  return (
    <Page
      title={t('screens.slowRules')}
      note={t('slow.note')}
      actions={
        mayWrite ? (
          <Button
            size="sm"
            loading={save.isPending}
            disabled={read === null || !isChanged}
            onClick={() => read && save.mutate(read)}
          >
            {t('common.save')}
          </Button>
        ) : null
      }
    >
      <Columns
        main={<SlowPreview rules={read} />}
        aside={
          <Card title={t('slow.rules')}>
            <Stack gap="sm">
              {typed.length === 0 ? <Text c="dimmed">{t('slow.none')}</Text> : null}
              {typed.map((rule, at) => (
                <Group key={at} gap="xs" wrap="nowrap" align="flex-end">
                  <TextInput
                    label={t('slow.days')}
                    inputMode="numeric"
                    readOnly={!mayWrite}
                    value={rule.days}
                    onChange={(event) => change(at, { days: event.currentTarget.value.replace(/\D/g, '') })}
                  />
                  <RateInput
                    label={t('slow.rate')}
                    readOnly={!mayWrite}
                    value={rule.rate}
                    onChange={(rate) => change(at, { rate })}
                  />
                  {mayWrite ? (
                    <ActionIcon
                      size={34}
                      aria-label={t('slow.remove', { days: rule.days || '…' })}
                      onClick={() => setTyped(typed.filter((_, place) => place !== at))}
                    >
                      <IconTrash size={15} />
                    </ActionIcon>
                  ) : null}
                </Group>
              ))}
              {mayWrite ? (
                <Button
                  variant="default"
                  leftSection={<IconPlus size={15} />}
                  onClick={() => setTyped([...typed, { days: '', rate: '' }])}
                >
                  {t('slow.add')}
                </Button>
              ) : null}
              {save.error ? <Trouble error={save.error} /> : null}
            </Stack>
          </Card>
        }
      />
    </Page>
  );
}
