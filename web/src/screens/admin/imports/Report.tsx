import { Badge, Button, Chip, Group, NativeSelect, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFault } from '~/i18n/useFault';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { everything, Exports } from '~/ui/list/Exports';
import { Table } from '~/ui/list/Table';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import {
  columnOf,
  decide,
  KINDS,
  linesOf,
  VERDICTS,
  type Decision,
  type Kind,
  type Line,
  type Run,
  type Verdict,
} from './kinds';
import classes from './Report.module.css';

const PAGE = 100;
const COLOURS: Record<Verdict, string> = {
  new: 'green',
  change: 'blue',
  same: 'gray',
  duplicate: 'orange',
  refused: 'red',
};

/** What each line does or did, or why it cannot; and what becomes of those that are probably there already. */
export function Report({ kind, run }: { kind: Kind; run: Run }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const pages = useInfiniteQuery({
    queryKey: ['import-lines', kind, run.id, run.status, verdict],
    queryFn: ({ pageParam }) =>
      linesOf(kind, run.id, {
        limit: PAGE,
        ...(verdict ? { verdict } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const choose = useAct({
    act: ({ decision, positions }: { decision: Decision; positions: number[] | null }) =>
      decide(kind, run.id, decision, positions),
  });
  if (pages.error) return <Trouble error={pages.error} onRetry={() => void pages.refetch()} />;
  const lines = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = VERDICTS.filter((each) => (run.counts[each] ?? 0) > 0);
  const isOpen = run.status === 'checked';
  return (
    <Card title={t('imports.report')} isFlush>
      <Group gap="xs" p="md" justify="space-between">
        <Chip.Group value={verdict ?? ''} onChange={(chosen) => setVerdict(chosen || null)}>
          <Group gap={6} role="group" aria-label={t('imports.show')}>
            <Chip value="">{t('imports.everything', { all: format.number(run.total) })}</Chip>
            {shown.map((each) => (
              <Chip key={each} value={each} color={COLOURS[each]}>
                {`${word('importVerdict', each)} (${format.number(run.counts[each])})`}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        {(run.counts['refused'] ?? 0) > 0 ? <RefusedLines kind={kind} run={run} /> : null}
        {isOpen && (run.counts['duplicate'] ?? 0) > 0 ? (
          <Group gap="xs">
            <Text size="sm">{t('imports.allDuplicates')}</Text>
            {KINDS[kind].decisions.map((decision) => (
              <Button
                key={decision}
                size="xs"
                variant="default"
                loading={choose.isPending}
                onClick={() => choose.mutate({ decision, positions: null })}
              >
                {word('importDecision', decision)}
              </Button>
            ))}
          </Group>
        ) : null}
      </Group>
      <Table<Line>
        label={t('imports.report')}
        rows={lines}
        rowKey={(it) => String(it.position)}
        columns={[
          {
            key: 'record',
            title: t('imports.record'),
            cell: (it) => <Told run={run} line={it} />,
            text: () => '',
            onPhone: 'title',
          },
          {
            key: 'position',
            title: t('imports.line'),
            cell: (it) => format.number(it.position),
            text: () => '',
            onPhone: 'side',
          },
          {
            key: 'verdict',
            title: t('imports.verdict'),
            cell: (it) =>
              it.verdict ? <Badge color={COLOURS[it.verdict]}>{word('importVerdict', it.verdict)}</Badge> : null,
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'decision',
            title: t('imports.decision'),
            cell: (it) =>
              it.verdict === 'duplicate' && isOpen ? (
                <NativeSelect
                  aria-label={t('imports.decisionOf', { line: it.position })}
                  value={it.decision ?? ''}
                  data={[
                    { value: '', label: t('imports.undecided'), disabled: true },
                    ...KINDS[kind].decisions.map((value) => ({ value, label: word('importDecision', value) })),
                  ]}
                  onChange={(event) =>
                    choose.mutate({ decision: event.currentTarget.value as Decision, positions: [it.position] })
                  }
                />
              ) : it.decision && it.verdict === 'duplicate' ? (
                word('importDecision', it.decision)
              ) : it.record_id ? (
                t(run.status === 'undone' ? 'imports.isTakenBack' : 'imports.isWritten')
              ) : null,
            text: () => '',
            onPhone: 'line',
          },
          { key: 'why', title: t('imports.why'), cell: (it) => <Why line={it} />, text: () => '', onPhone: 'line' },
        ]}
      />
      {pages.hasNextPage ? (
        <Group p="md">
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('imports.more')}
          </Button>
        </Group>
      ) : null}
    </Card>
  );
}

/** The refused lines as a file: what is wrong with each, then its cells as they came, to be mended and read again. */
function RefusedLines({ kind, run }: { kind: Kind; run: Run }) {
  const { t } = useTranslation();
  const word = useWord();
  const told = useFault();
  const why = ({ faults }: Line) =>
    faults.map((fault) => `${word('importColumn', columnOf(fault.field))} : ${told(fault)}`).join(' ');
  return (
    <Exports<Line>
      id={`${run.file_name.replace(/\.\w+$/, '')}-${t('imports.refusedName')}`}
      label={(format) => t('imports.refusedLines', { format })}
      load={() =>
        everything((cursor, limit) =>
          linesOf(kind, run.id, { verdict: 'refused', limit, ...(cursor ? { cursor } : {}) }),
        )
      }
      columns={[
        { key: 'line', title: t('imports.line'), cell: () => null, text: ({ position }) => String(position) },
        { key: 'why', title: t('imports.why'), cell: () => null, text: why },
        ...run.names.map((title, place) => ({
          key: String(place),
          title,
          cell: () => null,
          text: ({ cells }: Line) => cells[place],
        })),
      ]}
    />
  );
}

const UNTOLD = ['iban', 'bic'];

/** The first values of a line, as we write them, in the order of the file. */
function Told({ run, line }: { run: Run; line: Line }) {
  const [key, ...others] = Object.entries(run.mapping)
    .sort(([, one], [, other]) => one - other)
    .flatMap(([name]) => (UNTOLD.includes(name) ? [] : [line.values[name]]))
    .filter(Boolean);
  return (
    <>
      <Text size="sm" fw={600}>
        {key ?? line.cells.find(Boolean) ?? '–'}
      </Text>
      <Text size="xs" c="dimmed" lineClamp={1}>
        {others.join(' · ')}
      </Text>
    </>
  );
}

function Why({ line }: { line: Line }) {
  const { t } = useTranslation();
  const word = useWord();
  const told = useFault();
  if (line.faults.length > 0) {
    return line.faults.map((fault) => (
      <Text size="sm" className={classes.wrapped} key={fault.field + fault.detail}>
        <b>{word('importColumn', columnOf(fault.field))}</b> {told(fault)}
      </Text>
    ));
  }
  if (line.candidates.length > 0) {
    return line.candidates.map(({ record_id, code, name, reasons }) => (
      <Text size="sm" className={classes.wrapped} key={record_id}>
        {t('imports.probably', { code, name, reasons: reasons.map((each) => word('importReason', each)).join(', ') })}
      </Text>
    ));
  }
  return Object.entries(line.changes).map(([field, [before = '', after = '']]) => (
    <Text size="sm" className={classes.wrapped} key={field}>
      <b>{word('importColumn', field)}</b> {before || '–'} › {after || '–'}
    </Text>
  ));
}
