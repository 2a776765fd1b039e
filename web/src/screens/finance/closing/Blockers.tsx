import { Anchor, Badge, Group } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';

type Blocker = OfAccounting['BlockerOut'];

/** Where the console shows what is in the way. */
const SCREENS: Record<string, string> = {
  'entries-waiting': '/approvals',
  'bills-not-posted': '/bills?status=matched',
  'bill-disputes': '/disputes?is_open=true',
  'receipts-not-billed': '/receipts',
  'payments-not-matched': '/payments?unmatched=true',
  'suspense-not-empty': '/bank',
};

export function Blockers({ blockers, isDone }: { blockers: readonly Blocker[]; isDone: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  if (blockers.length === 0)
    return (
      <Card title={t('closing.blockers')}>
        <Group gap={6} c="dimmed">
          <IconCircleCheck size={17} aria-hidden /> {t(isDone ? 'closing.isDone' : 'closing.nothingWaits')}
        </Group>
      </Card>
    );
  return (
    <Card title={t('closing.blockers')} side={<Badge color="gray">{blockers.length}</Badge>} isFlush>
      <Table
        label={t('closing.blockers')}
        rows={blockers}
        rowKey={(it) => it.kind}
        columns={[
          {
            key: 'kind',
            title: t('closing.what'),
            cell: (it) => {
              const screen = SCREENS[it.kind];
              const name = word('blocker', it.kind);
              return screen ? (
                <Anchor component={Link} to={screen} size="md">
                  {name}
                </Anchor>
              ) : (
                name
              );
            },
            text: () => '',
            onPhone: 'title',
          },
          {
            key: 'blocks',
            title: t('closing.effect'),
            cell: (it) => (
              <Badge color={it.blocks ? 'red' : 'gray'}>{t(it.blocks ? 'closing.blocks' : 'closing.warns')}</Badge>
            ),
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'owner',
            title: t('closing.owner'),
            cell: (it) => word('role', it.owner),
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'count',
            title: t('closing.count'),
            cell: (it) => format.number(it.count),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
          {
            key: 'amount',
            title: t('closing.amount'),
            cell: (it) => format.money(it.amount),
            text: () => '',
            isFigure: true,
          },
        ]}
      />
    </Card>
  );
}
