import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconMailPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { FormDialog } from '~/ui/form/FormDialog';
import { useAct } from '~/ui/useAct';

type Subscription = OfReporting['SubscriptionOut'];

const SHOWN = 200;
const AT_SEAL = 'seal';
const DAYS = 28;

/** Who gets the review by mail, in which language and when. */
export function Subscriptions() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const params = { query: { sort: 'email', limit: SHOWN } };
  const { data } = hooks.useQuery('get', '/api/reporting/v1/review-subscriptions', { params });
  const items = data?.items ?? [];
  const canWrite = may('reporting.reviews.write');
  return (
    <Card
      title={t('reviews.subscribers')}
      side={
        canWrite ? (
          <Button size="compact-sm" leftSection={<IconMailPlus size={15} />} onClick={() => setIsOpen(true)}>
            {t('reviews.subscribe')}
          </Button>
        ) : null
      }
    >
      <Stack gap="sm">
        {data && items.length === 0 ? <Text c="dimmed">{t('reviews.noSubscriber')}</Text> : null}
        {items.map((it) => (
          <Subscriber key={it.id} subscription={it} canWrite={canWrite} />
        ))}
      </Stack>
      {isOpen ? <NewSubscription onClose={() => setIsOpen(false)} /> : null}
    </Card>
  );
}

function Subscriber({ subscription: it, canWrite }: { subscription: Subscription; canWrite: boolean }) {
  const { t } = useTranslation();
  const end = useAct({
    act: () =>
      api.DELETE('/api/reporting/v1/review-subscriptions/{subscription_id}', {
        params: { path: { subscription_id: it.id } },
      }),
    done: () => t('reviews.ended', { email: it.email }),
  });
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} truncate>
          {it.email}
        </Text>
        <Text size="xs" c="dimmed">
          {t(`reviews.languages.${it.language}`)} ·{' '}
          {it.day === null ? t('reviews.atSeal') : t('reviews.onDay', { day: it.day })}
        </Text>
      </div>
      {canWrite ? (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('reviews.endOf', { email: it.email })}
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          {t('reviews.end')}
        </Button>
      ) : null}
    </Group>
  );
}

function NewSubscription({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const [typed, setTyped] = useState({ email: '', language: i18n.language === 'fr' ? 'fr' : 'en', when: AT_SEAL });
  const subscribe = useAct({
    act: () =>
      api.POST('/api/reporting/v1/review-subscriptions', {
        body: {
          email: typed.email.trim(),
          language: typed.language === 'fr' ? 'fr' : 'en',
          day: typed.when === AT_SEAL ? null : Number(typed.when),
        },
      }),
    done: () => t('reviews.subscribed', { email: typed.email.trim() }),
  });
  const days = Array.from({ length: DAYS }, (_, n) => String(n + 1));
  return (
    <FormDialog
      title={t('reviews.subscribe')}
      action={t('common.save')}
      isReady={typed.email.trim() !== ''}
      act={subscribe}
      onClose={onClose}
      size="md"
    >
      <TextInput
        type="email"
        label={t('reviews.email')}
        data-autofocus
        required
        value={typed.email}
        error={faultOf(subscribe.error, 'email')}
        onChange={(event) => setTyped({ ...typed, email: event.currentTarget.value })}
      />
      <Select
        label={t('reviews.language')}
        allowDeselect={false}
        data={(['fr', 'en'] as const).map((value) => ({ value, label: t(`reviews.languages.${value}`) }))}
        value={typed.language}
        onChange={(language) => setTyped({ ...typed, language: language ?? 'fr' })}
      />
      <Select
        label={t('reviews.when')}
        description={t('reviews.whenHint')}
        allowDeselect={false}
        data={[
          { value: AT_SEAL, label: t('reviews.atSeal') },
          ...days.map((value) => ({ value, label: t('reviews.onDay', { day: value }) })),
        ]}
        value={typed.when}
        onChange={(when) => setTyped({ ...typed, when: when ?? AT_SEAL })}
      />
    </FormDialog>
  );
}
