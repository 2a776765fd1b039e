import { Button, Group } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { Empty } from '~/ui/Empty';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import classes from './bank.module.css';
import { EntryCard } from './EntryCard';

/** Entries that are cleared, which can be undone, or that wait for an approval. */
export function DoneEntries({ statement, status }: { statement: string; status: 'waiting' | 'cleared' }) {
  const { t } = useTranslation();
  const may = useMay();
  const [undoing, setUndoing] = useState<string | null>(null);
  const query = hooks.useQuery('get', '/api/accounting/v1/bank-entries', {
    params: { query: { statement_id: statement, status, limit: 200 } },
  });
  const undo = useAct<{ id: string; reason: string }>({
    act: ({ id, reason }) =>
      api.POST('/api/accounting/v1/bank-entries/{entry_id}/undo', {
        params: { path: { entry_id: id } },
        body: { reason },
      }),
    done: () => t('bank.undone'),
  });
  if (query.error) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data?.items ?? [];
  if (query.data && items.length === 0) return <Empty title={t('list.nothing')} />;
  return (
    <>
      <ol className={classes.entries}>
        {items.map((entry, position) => (
          <EntryCard key={entry.id} entry={entry} position={position} isCurrent={false}>
            {status === 'cleared' && may('accounting.bank.write') ? (
              <Group>
                <Button
                  variant="default"
                  leftSection={<IconArrowBackUp size={15} />}
                  onClick={() => setUndoing(entry.id)}
                >
                  {t('bank.undo')}
                </Button>
              </Group>
            ) : null}
          </EntryCard>
        ))}
      </ol>
      <ReasonDialog
        title={t('bank.undo')}
        hint={t('bank.undoHint')}
        isOpen={undoing !== null}
        isBusy={undo.isPending}
        onClose={() => setUndoing(null)}
        onGive={(reason) => {
          if (undoing) undo.mutate({ id: undoing, reason }, { onSuccess: () => setUndoing(null) });
        }}
      />
    </>
  );
}
