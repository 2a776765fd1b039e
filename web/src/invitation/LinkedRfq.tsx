import { Alert, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { StatusBadge } from '~/ui/StatusBadge';

import { AnswerForm } from './AnswerForm';
import { invited, type Invitation } from './invited';

/** What a supplier opens by the link that he was sent: what is asked of him, to answer or to decline. He has no account. */
export default function LinkedRfq() {
  const { t } = useTranslation();
  const format = useFormat();
  const secret = location.hash.slice(1);
  const query = useQuery({
    queryKey: ['invitation', secret],
    queryFn: async () => (await invited('', secret)).json() as Promise<Invitation>,
  });
  const { data: rfq, error } = query;
  if (error) return <PageTrouble title={t('screens.rfq')} error={error} onRetry={() => void query.refetch()} />;
  if (!rfq) return <PageSkeleton />;
  return (
    <main>
      <Page
        title={[rfq.company, rfq.number].filter(Boolean).join(' · ')}
        badges={<StatusBadge list="rfqStanding" value={rfq.standing} />}
        note={`${rfq.supplier} · ${t('invitation.until', { date: format.date(rfq.respond_by) })}`}
      >
        <Standing rfq={rfq} />
        {rfq.note ? (
          <Text mb="md" style={{ whiteSpace: 'pre-line' }}>
            {rfq.note}
          </Text>
        ) : null}
        <AnswerForm key={rfq.version ?? 0} rfq={rfq} secret={secret} />
      </Page>
    </main>
  );
}

function Standing({ rfq }: { rfq: Invitation }) {
  const { t } = useTranslation();
  const { standing, version, is_open } = rfq;
  if (standing === 'won') {
    return (
      <Alert color="green" mb="md">
        {t('invitation.won', { count: rfq.lines_won })}
      </Alert>
    );
  }
  if (standing === 'answered' && is_open) {
    return (
      <Alert color="green" mb="md" role="status">
        {t('invitation.kept', { version })}
      </Alert>
    );
  }
  if (is_open) return null;
  return (
    <Alert color="gray" mb="md">
      {t('invitation.over')}
    </Alert>
  );
}
