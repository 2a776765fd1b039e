import { Alert, Button, Checkbox, Group, Loader, Stack } from '@mantine/core';
import { IconCheck, IconPlugX, IconUserShare, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useWord } from '~/i18n/useWord';
import { Choice } from '~/ui/Choice';
import { Empty } from '~/ui/Empty';
import { useRowKeys } from '~/ui/list/useRowKeys';
import { Page } from '~/ui/Page';

import { ApprovalCard } from './ApprovalCard';
import { DecisionDialog, type Pending } from './DecisionDialog';
import { useDecide, type Decision } from './decide';
import { DelegationDialog } from './DelegationDialog';
import { useInbox, type Approval, type Status } from './inbox';

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
  const [shelf, setShelf] = useState<Shelf>('waitsForMe');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [pending, setPending] = useState<Pending | null>(null);
  const [isDelegating, setIsDelegating] = useState(false);
  const inbox = useInbox(STATUS[shelf], shelf === 'waitsForMe');
  const decide = useDecide();
  const isMine = shelf === 'waitsForMe';
  const { items } = inbox;
  const selected = items.filter((each) => chosen.has(each.id));

  const toggle = (id: string) =>
    setChosen((before) =>
      before.has(id) ? new Set([...before].filter((each) => each !== id)) : new Set([...before, id]),
    );

  /** One approval goes at once; a refusal says why, and many at once are confirmed. */
  const ask = (approvals: Approval[], decision: Decision) => {
    if (approvals.length === 0) return;
    if (decision === 'approve' && approvals.length === 1) decide.mutate({ approvals, decision, comment: '' });
    else setPending({ approvals, decision });
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
        <Choice
          label={t('approvals.filter')}
          value={shelf}
          onChange={(value: Shelf) => {
            setShelf(value);
            setChosen(new Set());
          }}
          options={SHELVES.map((value) => ({ value, label: t(`approvals.${value}`) }))}
        />
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
      <DecisionDialog
        pending={pending}
        isBusy={decide.isPending}
        onClose={() => setPending(null)}
        onDecide={(comment) => {
          if (pending) decide.mutate({ ...pending, comment });
          setPending(null);
          setChosen(new Set());
        }}
      />
      <DelegationDialog isOpen={isDelegating} onClose={() => setIsDelegating(false)} />
    </Page>
  );
}
