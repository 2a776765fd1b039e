import { Badge, Button, Group, Text } from '@mantine/core';
import { IconCheck, IconHandFinger } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { StatusBadge } from '~/ui/StatusBadge';

import classes from './bank.module.css';
import { isSure, type Entry, type Proposal, type Proposed } from './clearing';
import { Reading } from './Reading';

/** What the statement says of an entry, and whatever can be done about it. */
export function EntryCard({
  entry,
  position,
  isCurrent,
  children,
}: {
  entry: Entry;
  position: number;
  isCurrent: boolean;
  children: ReactNode;
}) {
  const format = useFormat();
  return (
    <li
      className={classes.entry}
      data-row={position}
      data-current={isCurrent || undefined}
      aria-label={`${entry.reference} ${entry.party_name}`.trim()}
    >
      <div className={classes.said}>
        <Text fw={620} truncate>
          {entry.party_name || entry.text || entry.reference}
        </Text>
        <Text size="sm" c="dimmed">
          {[format.date(entry.booked_on), entry.party_name ? entry.text : '', entry.return_reason]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {entry.status === 'open' ? null : <StatusBadge list="bankStatus" value={entry.status} />}
      </div>
      <Text className={`figure ${classes.amount ?? ''}`} fw={640}>
        {format.money(entry.amount, entry.currency)}
      </Text>
      <div className={classes.readings}>{children}</div>
    </li>
  );
}

interface ReadingsProps {
  proposed: Proposed;
  isBusy: boolean;
  onAccept: (proposal: Proposal) => void;
  onByHand: () => void;
}

/** The readings of an entry, the likeliest first, each accepted with one press. */
export function Readings({ proposed, isBusy, onAccept, onByHand }: ReadingsProps) {
  const { t } = useTranslation();
  const { proposals, documents, movements, credits } = proposed;
  return (
    <>
      {proposals.map((proposal, position) => (
        <Group key={position} justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
          <Reading proposal={proposal} documents={documents} movements={movements} credits={credits} />
          {proposal.clearing.kind === 'suspense' ? null : (
            <Group gap="xs" wrap="nowrap">
              {isSure(proposal) ? <Badge color="green">{t('bank.sure')}</Badge> : null}
              <Button
                variant={position === 0 ? 'filled' : 'default'}
                leftSection={<IconCheck size={15} />}
                disabled={isBusy}
                onClick={() => onAccept(proposal)}
              >
                {t('bank.accept')}
              </Button>
            </Group>
          )}
        </Group>
      ))}
      <Group>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconHandFinger size={15} />}
          disabled={isBusy}
          onClick={onByHand}
        >
          {t('bank.byHand')}
        </Button>
      </Group>
    </>
  );
}
