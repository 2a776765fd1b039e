import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconChecks, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { usePersonName } from '~/api/people';
import { Refused } from '~/api/problem';
import { useFault } from '~/i18n/useFault';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { apply, goalOf, isKind, isUnderWay, runOf, undo, type Kind, type Run } from './kinds';
import { Mapping } from './Mapping';
import { Report } from './Report';

const LOOK_MS = 1000; // while it is applied or undone
const GLANCE_MS = 5000; // before

/** One import: which column is which, what each line would do, and what it did. */
export default function Import() {
  const { t } = useTranslation();
  const { kind = '', id = '' } = useParams();
  const query = useQuery({
    queryKey: ['import', kind, id],
    queryFn: () => (isKind(kind) ? runOf(kind, id) : undefined),
    // Somebody else may begin, and is followed too.
    refetchInterval: ({ state }) =>
      state.data && isUnderWay(state.data) ? LOOK_MS : state.data?.status === 'checked' ? GLANCE_MS : false,
  });
  useDocumentName(query.data?.file_name);
  if (query.error) {
    return <PageTrouble title={t('screens.import')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data || !isKind(kind)) return <PageSkeleton />;
  return (
    <Read
      key={query.data.status === 'read' ? 'read' : 'checked'}
      kind={kind}
      run={query.data}
      look={() => void query.refetch()}
    />
  );
}

/** Whether it has come to its end: the gateway waits less long than a large file takes, and the service goes on. */
async function followed(asked: Promise<unknown>, look: () => void) {
  setTimeout(look, LOOK_MS); // sees that it has begun, and then how far it is
  try {
    await asked;
    return true;
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 504) return false;
    throw error;
  }
}

function Read({ kind, run, look }: { kind: Kind; run: Run; look: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const told = useFault();
  const by = usePersonName((run.status === 'undoing' ? run.undone_by : run.applied_by) ?? '');
  const [isMapping, setMapping] = useState(run.status === 'read');
  const [isUndoing, setUndoing] = useState(false);
  const write = useAct({
    act: (mode: 'all-or-none' | 'good-lines') => followed(apply(kind, run.id, mode), look),
    done: (_, isAtEnd) => t(isAtEnd ? 'imports.done' : 'imports.goesOn'),
  });
  const back = useAct({
    act: () => followed(undo(kind, run.id), look),
    done: (_, isAtEnd) => t(isAtEnd ? 'imports.undone' : 'imports.goesOn'),
  });
  const counts = (verdict: string) => run.counts[verdict] ?? 0;
  const good = counts('new') + counts('change');
  const isChecked = run.status === 'checked' && !isMapping;
  const isDead = run.is_stalled;
  const isApplying = run.status === 'applying' || write.isPending;
  const isGoingBack = run.status === 'undoing' || back.isPending;
  const underWay = isGoingBack ? 'imports.undoing' : 'imports.applying';
  const goal = isGoingBack ? run.written : goalOf(run);
  return (
    <Page
      title={run.file_name}
      badges={<StatusBadge list="importStatus" value={run.status} />}
      note={[
        word('importKind', kind),
        t('imports.lineCount', { count: run.total, shown: format.number(run.total) }),
      ].join(' · ')}
      actions={
        <Group gap="xs">
          {isChecked && !isApplying ? (
            <>
              <Button
                size="sm"
                variant="default"
                leftSection={<IconPencil size={16} />}
                onClick={() => setMapping(true)}
              >
                {t('imports.remap')}
              </Button>
              <Button
                size="sm"
                variant="default"
                disabled={good + counts('duplicate') === 0}
                onClick={() => write.mutate('good-lines')}
              >
                {t('imports.takeGood')}
              </Button>
              <Button
                size="sm"
                leftSection={<IconChecks size={16} />}
                disabled={counts('refused') > 0 || good + counts('duplicate') === 0}
                onClick={() => write.mutate('all-or-none')}
              >
                {t('imports.takeAll')}
              </Button>
            </>
          ) : null}
          {run.status === 'applied' && run.written > 0 && !isGoingBack ? (
            <Button
              size="sm"
              variant="default"
              leftSection={<IconArrowBackUp size={16} />}
              onClick={() => setUndoing(true)}
            >
              {t('imports.undo')}
            </Button>
          ) : null}
        </Group>
      }
    >
      <Stack gap="md">
        {write.error ? <Trouble error={write.error} /> : null}
        {back.error ? <Trouble error={back.error} /> : null}
        {isApplying || isGoingBack ? (
          <Card title={t(underWay)}>
            <Progress
              animated={!isDead}
              aria-label={t(underWay)}
              value={isUnderWay(run) ? (100 * run.done) / Math.max(1, goal) : 0}
            />
            <Group justify="space-between" mt={6}>
              <Text size="sm" role="status">
                {t('imports.progress', {
                  done: format.number(isUnderWay(run) ? run.done : 0),
                  of: format.number(goal),
                })}
                {by && isUnderWay(run) ? ` · ${t('imports.by', { person: by })}` : ''}
              </Text>
              {isDead ? (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => (isGoingBack ? back.mutate() : write.mutate('good-lines'))}
                >
                  {t('imports.goOn')}
                </Button>
              ) : null}
            </Group>
            <Text size="xs" c="dimmed">
              {isDead ? t(isGoingBack ? 'imports.undoStalled' : 'imports.stalled') : t('imports.mayLeave')}
            </Text>
          </Card>
        ) : null}
        {['checked', 'applied'].includes(run.status) && run.faults.length > 0 && !write.error && !back.error ? (
          <Alert
            color="red"
            title={t(run.status === 'checked' ? 'imports.refusedAsAWhole' : 'imports.notUndone')}
            role="alert"
          >
            {run.faults.map((fault) => (
              <Text size="sm" key={fault.field + fault.detail}>
                {told(fault)}
              </Text>
            ))}
          </Alert>
        ) : null}
        {run.status === 'applied' ? (
          <Alert color="green" role="status">
            {t('imports.result', {
              count: run.written,
              written: format.number(run.written),
              of: format.number(run.total),
            })}
          </Alert>
        ) : null}
        {isMapping && ['read', 'checked'].includes(run.status) ? (
          <Mapping kind={kind} run={run} onChecked={() => setMapping(false)} />
        ) : (
          <Report kind={kind} run={run} />
        )}
      </Stack>
      <ConfirmDialog
        title={t('imports.undo')}
        isOpen={isUndoing}
        isBusy={back.isPending}
        onClose={() => setUndoing(false)}
        onConfirm={() => {
          setUndoing(false);
          back.mutate();
        }}
      >
        <Text c="dimmed">{t(`imports.undoHint.${kind}`)}</Text>
      </ConfirmDialog>
    </Page>
  );
}
