import { Alert, Button, Checkbox, Group, Loader, Select, Stack } from '@mantine/core';
import { IconCheck, IconPlugX, IconUserShare, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useWord } from '~/i18n/useWord';
import { EachDialog } from '~/ui/bulk/EachDialog';
import type { Job } from '~/ui/bulk/job';
import { Choice } from '~/ui/Choice';
import { Empty } from '~/ui/Empty';
import { useRowKeys } from '~/ui/list/useRowKeys';
import { Page } from '~/ui/Page';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAddress } from '~/ui/useAddress';

import { ApprovalCard } from './ApprovalCard';
import { useDecide, type Decision } from './decide';
import { DelegationDialog } from './DelegationDialog';
import { kindsOf, useInbox, type Approval, type Status } from './inbox';
import { useManyDecisions } from './useManyDecisions';
import { useSubjectName } from './useSubject';

const SHELVES = ['waitsForMe', 'allPending', 'approved', 'rejected'] as const;
type Shelf = (typeof SHELVES)[number];

const STATUS: Record<Shelf, Status> = {
  waitsForMe: 'pending',
  allPending: 'pending',
  approved: 'approved',
  rejected: 'rejected',
};

/** One inbox over the approvals of all services. */
export default function Approvals() {
  const { t } = useTranslation();
  const word = useWord();
  const nameOf = useSubjectName();
  const { read, write } = useAddress();
  const shelf = SHELVES.find((each) => each === read('shelf')) ?? 'waitsForMe';
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<Approval | null>(null);
  const [job, setJob] = useState<Job<Approval> | null>(null);
  const [isDelegating, setIsDelegating] = useState(false);
  const inbox = useInbox(STATUS[shelf], shelf === 'waitsForMe');
  const decide = useDecide();
  const many = useManyDecisions();
  const isMine = shelf === 'waitsForMe';
  const kinds = kindsOf(inbox.items);
  const kind = kinds.find(([subject]) => subject === read('kind'))?.[0] ?? '';
  const items = inbox.items.filter((each) => !kind || each.subject === kind);
  const selected = items.filter((each) => chosen.has(each.id));
  const show = (key: 'shelf' | 'kind', value: string) => {
    write(key, value);
    setChosen(new Set());
  };

  const toggle = (id: string) =>
    setChosen((before) =>
      before.has(id) ? new Set([...before].filter((each) => each !== id)) : new Set([...before, id]),
    );

  /** One approval goes at once; a refusal says why, and many at once are confirmed. */
  const ask = (approvals: Approval[], decision: Decision) => {
    const [first, second] = approvals;
    if (!first) return;
    if (second) setJob(many(approvals, decision, (left) => setChosen(new Set(left.map(({ id }) => id)))));
    else if (decision === 'reject') setRefused(first);
    else decide.mutate({ approval: first, decision, comment: '' });
  };
  const act = (decision: Decision) => (index: number) => {
    const at = items[index];
    if (isMine) ask(selected.length > 0 ? selected : at ? [at] : [], decision);
  };
  const { current } = useRowKeys(items.length, () => undefined, {
    a: act('approve'),
    r: act('reject'),
    x: (index) => toggle(items[index]?.id ?? ''),
  });

  return (
    <Page
      title={t('screens.approvals')}
      actions={
        <Button
          size="sm"
          variant="default"
          leftSection={<IconUserShare size={16} />}
          onClick={() => setIsDelegating(true)}
        >
          {t('approvals.delegate')}
        </Button>
      }
    >
      <Group justify="space-between" mb="md">
        <Group gap="sm">
          <Choice
            label={t('approvals.filter')}
            value={shelf}
            onChange={(value: Shelf) => show('shelf', value === 'waitsForMe' ? '' : value)}
            options={SHELVES.map((value) => ({ value, label: t(`approvals.${value}`) }))}
          />
          {kinds.length > 1 ? (
            <Select
              w={260}
              clearable
              aria-label={t('bulk.approvals.kinds')}
              placeholder={t('bulk.approvals.allKinds')}
              data={kinds.map(([value, count]) => ({ value, label: `${nameOf(value)} (${count})` }))}
              value={kind || null}
              onChange={(value) => show('kind', value ?? '')}
              clearButtonProps={{ 'aria-label': t('list.reset') }}
            />
          ) : null}
        </Group>
        {isMine && items.length > 1 ? (
          <Group gap="sm" mih={30}>
            <Checkbox
              size="xs"
              label={
                selected.length > 0 ? t('approvals.selected', { count: selected.length }) : t('approvals.selectAll')
              }
              checked={selected.length === items.length}
              indeterminate={selected.length > 0 && selected.length < items.length}
              onChange={(event) => setChosen(new Set(event.currentTarget.checked ? items.map((each) => each.id) : []))}
            />
            {selected.length > 0 ? (
              <>
                <Button leftSection={<IconCheck size={15} />} onClick={() => ask(selected, 'approve')}>
                  {t('approvals.approve')}
                </Button>
                <Button variant="default" leftSection={<IconX size={15} />} onClick={() => ask(selected, 'reject')}>
                  {t('approvals.refuse')}
                </Button>
              </>
            ) : null}
          </Group>
        ) : null}
      </Group>
      {inbox.failed.map(({ service }) => (
        <Alert key={service} color="orange" icon={<IconPlugX size={18} />} mb="md">
          {t('approvals.away', { service: word('service', service) })}
        </Alert>
      ))}
      {inbox.isPending && items.length === 0 ? <Loader size="sm" type="dots" /> : null}
      {!inbox.isPending && items.length === 0 ? (
        <Empty
          icon={IconCheck}
          title={t(isMine ? 'approvals.none' : 'approvals.noneOther')}
          hint={isMine ? t('approvals.noneHint') : undefined}
        />
      ) : null}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {items.map((approval, index) => (
          <ApprovalCard
            key={approval.id}
            approval={approval}
            position={index}
            isCurrent={index === current}
            isChosen={chosen.has(approval.id)}
            {...(isMine
              ? { onChoose: () => toggle(approval.id), onDecide: (decision: Decision) => ask([approval], decision) }
              : {})}
          />
        ))}
      </Stack>
      {refused ? (
        <ReasonDialog
          isOpen
          title={`${t('approvals.refuse')} ${refused.document_number}`}
          hint={t('approvals.refuseHint')}
          onClose={() => setRefused(null)}
          onGive={(comment) => {
            decide.mutate({ approval: refused, decision: 'reject', comment });
            setRefused(null);
          }}
        />
      ) : null}
      {job ? <EachDialog job={job} onClose={() => setJob(null)} /> : null}
      <DelegationDialog isOpen={isDelegating} onClose={() => setIsDelegating(false)} />
    </Page>
  );
}
