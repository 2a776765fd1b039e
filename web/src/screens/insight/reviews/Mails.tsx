import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { StatusBadge } from '~/ui/StatusBadge';
import { useAct } from '~/ui/useAct';

import { monthName } from './months';

type Mail = OfReporting['ReviewMailOut'];

const SHOWN = 20;

/** What was sent lately, and what waits: one that may have left, or was refused, waits for a decision. */
export function Mails() {
  const { t } = useTranslation();
  const params = { query: { sort: '-created_at', limit: SHOWN } };
  const { data } = hooks.useQuery('get', '/api/reporting/v1/review-mails', { params });
  const items = data?.items ?? [];
  return (
    <Card title={t('reviews.mails')}>
      <Stack gap="sm">
        {data && items.length === 0 ? <Text c="dimmed">{t('reviews.noMail')}</Text> : null}
        {items.map((it) => (
          <SentMail key={it.id} mail={it} />
        ))}
      </Stack>
    </Card>
  );
}

function SentMail({ mail: it }: { mail: Mail }) {
  const { i18n } = useTranslation();
  const format = useFormat();
  const may = useMay();
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" truncate>
          {it.email}
        </Text>
        <StatusBadge list="letterDelivery" value={it.status} />
      </Group>
      <Text size="xs" c="dimmed">
        {monthName(it.month, i18n.language)} · {format.time(it.created_at)}
      </Text>
      {it.error && it.status !== 'done' ? <Text size="xs">{it.error}</Text> : null}
      {it.status === 'parked' && may('reporting.reviews.write') ? <Decision mail={it} /> : null}
    </div>
  );
}

function Decision({ mail: it }: { mail: Mail }) {
  const { t } = useTranslation();
  const params = { path: { mail_id: it.id } };
  const again = useAct({
    act: () => api.POST('/api/reporting/v1/review-mails/{mail_id}/send-again', { params }),
    done: () => t('dunning.sentAgain'),
  });
  const giveUp = useAct({
    act: () => api.POST('/api/reporting/v1/review-mails/{mail_id}/give-up', { params }),
    done: () => t('dunning.givenUp'),
  });
  return (
    <Button.Group mt={4}>
      <Button size="compact-sm" loading={again.isPending} onClick={() => again.mutate()}>
        {t('dunning.sendAgain')}
      </Button>
      <Button size="compact-sm" variant="default" loading={giveUp.isPending} onClick={() => giveUp.mutate()}>
        {t('dunning.giveUp')}
      </Button>
    </Button.Group>
  );
}
