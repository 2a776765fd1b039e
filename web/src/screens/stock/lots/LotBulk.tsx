import { Button } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import type { Job } from '~/ui/bulk/job';
import { useConcerned } from '~/ui/bulk/useConcerned';

export type Lot = OfInventory['LotOut'];

interface Props {
  lots: readonly Lot[];
  ask: (job: Job<Lot>) => void;
  keep: (left?: readonly Lot[]) => void;
}

const at = ({ id }: Lot) => ({ path: { lot_id: id } });
const block = (lot: Lot, reason: string) =>
  api.POST('/api/inventory/v1/lots/{lot_id}/block', { params: at(lot), body: { reason } });

/** Ticked lots on hold, as a recall wants it; or free again, which can be undone: what blocking moves, freeing leaves there. */
export function LotBulk({ lots, ask, keep }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const hintOf = useConcerned();
  if (!may('inventory.lots.write')) return null;
  const free = lots.filter((it) => !it.is_blocked);
  const blocked = lots.filter((it) => it.is_blocked);
  const common = (rows: readonly Lot[], text: string) => ({
    rows,
    hint: hintOf(text, rows, lots),
    nameOf: (it: Lot) => `${it.code} · ${it.sku}`,
    reason: 'required' as const,
    settled: keep,
  });
  return (
    <>
      {free.length > 0 ? (
        <Button
          size="sm"
          variant="default"
          c="red"
          leftSection={<IconLock size={16} />}
          onClick={() =>
            ask({
              ...common(free, t('lots.blockHint')),
              title: t('bulk.lots.block', { count: free.length }),
              isFinal: true,
              act: async (lot, reason) => {
                await block(lot, reason);
                return null;
              },
              done: (count) => t('bulk.lots.blocked', { count }),
            })
          }
        >
          {t('bulk.lots.block', { count: free.length })}
        </Button>
      ) : null}
      {blocked.length > 0 ? (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconLockOpen size={16} />}
          onClick={() =>
            ask({
              ...common(blocked, t('lots.freeHint')),
              title: t('bulk.lots.free', { count: blocked.length }),
              act: async (lot, reason) => {
                await api.POST('/api/inventory/v1/lots/{lot_id}/free', { params: at(lot), body: { reason } });
                return null;
              },
              done: (count) => t('bulk.lots.freed', { count }),
              undo: (lot) => block(lot, t('bulk.lots.freedByMistake')),
            })
          }
        >
          {t('bulk.lots.free', { count: blocked.length })}
        </Button>
      ) : null}
    </>
  );
}
