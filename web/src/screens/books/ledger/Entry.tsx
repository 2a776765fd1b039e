import { Anchor, Badge, Button, Code } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { today } from '~/ui/days';
import { Facts } from '~/ui/Facts';
import { Table } from '~/ui/list/Table';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { useAct } from '~/ui/useAct';

import { documentPath, ledgerPath } from './entries';

type Details = OfAccounting['EntryOut'];

/** One entry, which never changes: its lines, the document behind it, its place in the chain. */
export default function Entry() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const query = hooks.useQuery('get', '/api/accounting/v1/entries/{entry_id}', { params: { path: { entry_id: id } } });
  const { data: entry, error } = query;
  useDocumentName(entry?.number ?? undefined);
  if (error) return <PageTrouble title={t('screens.entry')} error={error} onRetry={() => void query.refetch()} />;
  if (!entry) return <PageSkeleton />;
  return (
    <Page
      title={entry.number ?? t('screens.entry')}
      badges={
        <>
          {entry.reverses ? <Badge color="gray">{t('ledger.isReversal')}</Badge> : null}
          {entry.reversed_by ? <Badge color="orange">{t('ledger.isReversed')}</Badge> : null}
        </>
      }
      note={`${entry.label} · ${format.date(entry.posted_on)}`}
      actions={<Reverse entry={entry} />}
    >
      <Columns main={<Lines entry={entry} />} aside={<Place entry={entry} />} />
    </Page>
  );
}

function Lines({ entry }: { entry: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = entry.lines.map((line, position) => ({ ...line, position }));
  const axes = ({ axes: { site, family, channel } }: (typeof rows)[number]) =>
    [site, family, channel].filter(Boolean).join(' · ') || '–';
  const side = (value: string | undefined) => (Number(value) ? format.money(value) : '');
  return (
    <Card title={t('ledger.lines')} side={<Badge color="gray">{rows.length}</Badge>} isFlush>
      <Table
        label={t('ledger.lines')}
        rows={rows}
        rowKey={(it) => String(it.position)}
        columns={[
          {
            key: 'account',
            title: t('ledger.account'),
            cell: (it) => (
              <Anchor component={Link} to={ledgerPath(it.account)} size="md" underline="always">
                {it.account}
              </Anchor>
            ),
            text: () => '',
            onPhone: 'title',
          },
          {
            key: 'partner',
            title: t('ledger.partner'),
            cell: (it) => (it.partner_id ? <PartnerName id={it.partner_id} isLink /> : '–'),
            text: () => '',
            onPhone: 'line',
          },
          { key: 'axes', title: t('ledger.axes'), cell: axes, text: () => '' },
          {
            key: 'foreign',
            title: t('ledger.foreign'),
            cell: (it) => (it.foreign ? format.money(it.foreign.amount, it.foreign.currency) : '–'),
            text: () => '',
            isFigure: true,
          },
          {
            key: 'debit',
            title: t('ledger.debit'),
            cell: (it) => side(it.debit),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'credit',
            title: t('ledger.credit'),
            cell: (it) => side(it.credit),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}

function Place({ entry }: { entry: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const document = documentPath(entry.source, entry.source_id);
  const source = word('entrySource', entry.source);
  const link = (to: string, text: string) => (
    <Anchor component={Link} to={to} size="md" underline="always">
      {text}
    </Anchor>
  );
  return (
    <>
      <Card title={t('ledger.document')}>
        <Facts
          rows={[
            [t('ledger.source'), document ? link(document, entry.document_number || source) : source],
            [t('common.number'), entry.document_number],
            [t('ledger.documentOn'), format.date(entry.document_on)],
            [t('ledger.reverses'), entry.reverses && link(`/journals/${entry.reverses}`, t('ledger.seeEntry'))],
            [t('ledger.reversedBy'), entry.reversed_by && link(`/journals/${entry.reversed_by}`, t('ledger.seeEntry'))],
          ]}
        />
      </Card>
      {entry.hash ? (
        <Card title={t('ledger.chain')}>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {entry.hash}
          </Code>
        </Card>
      ) : null}
    </>
  );
}

/** What was written by hand is taken back by its mirror, today. */
function Reverse({ entry }: { entry: Details }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const act = useAct<string>({
    act: async (reason) => {
      const { data } = await api.POST('/api/accounting/v1/entries/{entry_id}/reverse', {
        params: { path: { entry_id: entry.id } },
        body: { posted_on: today(), reason },
      });
      if (data) await navigate(`/journals/${data.id}`);
    },
    done: () => t('ledger.reversed', { number: entry.number }),
  });
  const isOpenEntry = entry.source === 'manual' && !entry.reverses && !entry.reversed_by;
  if (!isOpenEntry || !may('accounting.entries.write')) return null;
  return (
    <>
      <Button size="sm" variant="default" leftSection={<IconArrowBackUp size={16} />} onClick={() => setIsOpen(true)}>
        {t('ledger.reverse')}
      </Button>
      <ReasonDialog
        title={t('ledger.reverse')}
        hint={t('ledger.reverseHint')}
        isOpen={isOpen}
        isBusy={act.isPending}
        onClose={() => setIsOpen(false)}
        onGive={(reason) => act.mutate(reason, { onSuccess: () => setIsOpen(false) })}
      />
    </>
  );
}
