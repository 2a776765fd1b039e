import { ActionIcon, Button, Group, Select, SimpleGrid, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { IconCheck, IconPlus, IconScale, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { today } from '~/ui/days';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { Page } from '~/ui/Page';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { balanced, differenceOf, EMPTY_LINE, isComplete, sent, type DraftLine } from './draft';
import { useAccounts, useJournals } from './useAccounts';

/** An entry by hand. Above what one person posts alone, it waits for a second one. */
export default function NewEntry() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const journals = useJournals();
  const [head, setHead] = useState({ journal: 'OD', posted_on: today(), document_number: '', label: '' });
  const [lines, setLines] = useState<DraftLine[]>([EMPTY_LINE, EMPTY_LINE]);
  const post = useAct({
    act: async () =>
      (await api.POST('/api/accounting/v1/entries', { body: { ...head, lines: sent(lines) } })).data ?? null,
    done: () => t('ledger.sent'),
  });
  const edit = (position: number, line: DraftLine) => setLines(lines.map((it, n) => (n === position ? line : it)));
  const gap = differenceOf(lines);
  const isReady = head.label.trim() !== '' && isComplete(lines);
  const send = () =>
    post.mutate(undefined, {
      onSuccess: (made) => void navigate(made?.number ? `/journals/${made.id}` : '/journals'),
    });
  return (
    <Page
      title={t('screens.newEntry')}
      note={t('ledger.newHint')}
      actions={
        <Button leftSection={<IconCheck size={16} />} disabled={!isReady} loading={post.isPending} onClick={send}>
          {t('ledger.post')}
        </Button>
      }
    >
      <Stack gap="md">
        {post.error ? <Trouble error={post.error} /> : null}
        <Card>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
            <Select
              label={t('ledger.journal')}
              data={journals}
              value={head.journal}
              allowDeselect={false}
              error={faultOf(post.error, 'journal')}
              onChange={(journal) => setHead({ ...head, journal: journal ?? 'OD' })}
            />
            <TextInput
              type="date"
              label={t('ledger.postedOn')}
              value={head.posted_on}
              error={faultOf(post.error, 'posted_on')}
              onChange={(event) => setHead({ ...head, posted_on: event.currentTarget.value })}
            />
            <TextInput
              label={t('ledger.document')}
              maxLength={40}
              value={head.document_number}
              error={faultOf(post.error, 'document_number')}
              onChange={(event) => setHead({ ...head, document_number: event.currentTarget.value })}
            />
            <TextInput
              label={t('ledger.label')}
              required
              value={head.label}
              error={faultOf(post.error, 'label')}
              onChange={(event) => setHead({ ...head, label: event.currentTarget.value })}
            />
          </SimpleGrid>
        </Card>
        <Card title={t('ledger.lines')}>
          <Stack gap="xs">
            {lines.map((line, position) => (
              <Line
                key={position}
                line={line}
                number={position + 1}
                fault={faultOf(post.error, `lines.${position}.account`)}
                onEdit={(part) => edit(position, { ...line, ...part })}
                onBalance={() => edit(position, balanced(lines, position))}
                onRemove={lines.length > 2 ? () => setLines(lines.filter((_, n) => n !== position)) : undefined}
              />
            ))}
          </Stack>
          <Group justify="space-between" mt="sm">
            <Button
              variant="default"
              leftSection={<IconPlus size={15} />}
              onClick={() => setLines([...lines, EMPTY_LINE])}
            >
              {t('ledger.addLine')}
            </Button>
            <Text size="sm" {...(Number(gap) ? { c: 'orange' } : {})}>
              {Number(gap) ? t('ledger.gap', { amount: format.money(gap) }) : t('ledger.balanced')}
            </Text>
          </Group>
        </Card>
      </Stack>
    </Page>
  );
}

interface LineProps {
  line: DraftLine;
  number: number;
  fault: string | undefined;
  onEdit: (part: Partial<DraftLine>) => void;
  onBalance: () => void;
  onRemove: (() => void) | undefined;
}

function Line({ line, number, fault, onEdit, onBalance, onRemove }: LineProps) {
  const { t } = useTranslation();
  const accounts = useAccounts();
  const ofLine = (name: string) => t('ledger.ofLine', { name, number });
  return (
    <Group gap="xs" align="flex-start" wrap="wrap">
      <Select
        flex="1 1 260px"
        aria-label={ofLine(t('ledger.account'))}
        placeholder={t('ledger.account')}
        data={accounts}
        searchable
        limit={50}
        value={line.account || null}
        error={fault}
        onChange={(account) => onEdit({ account: account ?? '' })}
      />
      <DecimalInput
        w={130}
        aria-label={ofLine(t('ledger.debit'))}
        placeholder={t('ledger.debit')}
        value={line.debit}
        onChange={(debit) => onEdit({ debit, ...(debit ? { credit: '' } : {}) })}
      />
      <DecimalInput
        w={130}
        aria-label={ofLine(t('ledger.credit'))}
        placeholder={t('ledger.credit')}
        value={line.credit}
        onChange={(credit) => onEdit({ credit, ...(credit ? { debit: '' } : {}) })}
      />
      <Tooltip label={t('ledger.balanceLine')}>
        <ActionIcon size={34} aria-label={ofLine(t('ledger.balanceLine'))} onClick={onBalance}>
          <IconScale size={16} />
        </ActionIcon>
      </Tooltip>
      <ActionIcon size={34} aria-label={ofLine(t('ledger.removeLine'))} disabled={!onRemove} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
