import { Button, FileButton, Group, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { usePersonName } from '~/api/people';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { Table } from '~/ui/list/Table';
import { Page } from '~/ui/Page';
import { StatusBadge } from '~/ui/StatusBadge';
import { Trouble } from '~/ui/Trouble';

import { ELSEWHERE, goalOf, isUnderWay, KINDS, pastOf, readFile, shapeOf, type Kind, type Run } from './kinds';
import { Template } from './Template';

const LOOK_MS = 2000; // while one of them is applied or undone

/** Everything that can be brought in from a file, and what was. */
export default function Imports() {
  const { t } = useTranslation();
  const may = useMay();
  const word = useWord();
  const kinds = (Object.keys(KINDS) as Kind[]).filter((kind) => may(KINDS[kind].permission));
  return (
    <Page title={t('screens.imports')} note={t('imports.hint')}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          {kinds.map((kind) => (
            <KindCard key={kind} kind={kind} />
          ))}
          {ELSEWHERE.filter(({ permission }) => may(permission)).map(({ kind, path }) => (
            <Card key={kind} title={word('importKind', kind)}>
              <Stack gap="sm">
                <Text size="sm" c="dimmed">
                  {t(`imports.elsewhere.${kind}`)}
                </Text>
                <Group>
                  <Button component={Link} to={path} variant="default" leftSection={<IconFileSpreadsheet size={15} />}>
                    {t('imports.open', { kind: word('importKind', kind) })}
                  </Button>
                </Group>
              </Stack>
            </Card>
          ))}
        </SimpleGrid>
        {kinds.length > 0 ? <Past kinds={kinds} /> : null}
      </Stack>
    </Page>
  );
}

function KindCard({ kind }: { kind: Kind }) {
  const { t } = useTranslation();
  const word = useWord();
  const navigate = useNavigate();
  const [mapping, setMapping] = useState('');
  const shape = useQuery({ queryKey: ['import-shape', kind], queryFn: () => shapeOf(kind) });
  const read = useMutation({
    mutationFn: (file: File) => readFile(kind, file, mapping),
    onSuccess: (run) => (run ? navigate(`/imports/${kind}/${run.id}`) : undefined),
  });
  const name = word('importKind', kind);
  const mappings = shape.data?.mappings ?? [];
  return (
    <Card title={name}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" lineClamp={3}>
          {(shape.data?.columns ?? []).map((column) => word('importColumn', column.name)).join(', ')}
        </Text>
        {shape.data ? <Template kind={kind} columns={shape.data.columns} /> : null}
        {mappings.length > 0 ? (
          <Select
            label={t('imports.remembered')}
            placeholder={t('imports.byName')}
            data={mappings}
            value={mapping || null}
            clearable
            onChange={(chosen) => setMapping(chosen ?? '')}
          />
        ) : null}
        <Group>
          <FileButton
            accept=".csv,.tsv,.txt,.xlsx,text/csv"
            inputProps={{ 'aria-label': t('imports.chooseFor', { kind: name }) }}
            onChange={(file) => {
              if (file) read.mutate(file);
            }}
          >
            {(props) => (
              <Button
                {...props}
                variant="default"
                leftSection={<IconFileSpreadsheet size={15} />}
                loading={read.isPending}
                aria-label={t('imports.chooseFor', { kind: name })}
              >
                {t('imports.choose')}
              </Button>
            )}
          </FileButton>
        </Group>
        {read.error ? <Trouble error={read.error} /> : null}
      </Stack>
    </Card>
  );
}

function Past({ kinds }: { kinds: readonly Kind[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const navigate = useNavigate();
  const { runs, error } = useQueries({
    queries: kinds.map((kind) => ({
      queryKey: ['imports', kind],
      queryFn: () => pastOf(kind),
      refetchInterval: ({ state }: { state: { data?: Run[] | undefined } }) =>
        state.data?.some(isUnderWay) ? LOOK_MS : false,
    })),
    combine: (results) => ({
      runs: results
        .flatMap(({ data }) => data ?? [])
        .sort((one, other) => other.created_at.localeCompare(one.created_at)),
      error: results.find((each) => each.error)?.error,
    }),
  });
  if (error) return <Trouble error={error} />;
  const path = (run: Run) => `/imports/${run.kind}/${run.id}`;
  return (
    <Card title={t('imports.past')} isFlush={runs.length > 0}>
      {runs.length === 0 ? (
        <Empty title={t('imports.none')} hint={t('imports.noneHint')} />
      ) : (
        <Table<Run>
          label={t('imports.past')}
          rows={runs}
          rowKey={(it) => it.id}
          rowPath={path}
          onOpen={(it) => void navigate(path(it))}
          columns={[
            { key: 'file', title: t('imports.file'), cell: (it) => it.file_name, text: () => '', onPhone: 'title' },
            {
              key: 'kind',
              title: t('imports.kind'),
              cell: (it) => word('importKind', it.kind),
              text: () => '',
              onPhone: 'line',
            },
            {
              key: 'status',
              title: t('common.status'),
              cell: (it) => <StatusBadge list="importStatus" value={it.status} />,
              text: () => '',
              onPhone: 'side',
            },
            {
              key: 'total',
              title: t('imports.lines'),
              cell: (it) => format.number(it.total),
              text: () => '',
              isFigure: true,
            },
            {
              key: 'written',
              title: t('imports.written'),
              cell: (it) =>
                isUnderWay(it)
                  ? t('imports.progress', { done: format.number(it.done), of: format.number(goalOf(it)) })
                  : format.number(it.written),
              text: () => '',
              isFigure: true,
            },
            {
              key: 'when',
              title: t('trail.when'),
              cell: (it) => format.time(it.created_at),
              text: () => '',
              onPhone: 'line',
            },
            { key: 'by', title: t('trail.who'), cell: (it) => <Person subject={it.created_by} />, text: () => '' },
          ]}
        />
      )}
    </Card>
  );
}

function Person({ subject }: { subject: string }) {
  return usePersonName(subject);
}
