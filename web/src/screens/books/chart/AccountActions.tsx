import { ActionIcon, Group, Text } from '@mantine/core';
import { IconLock, IconLockOpen, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { useAct } from '~/ui/useAct';

import type { Account } from './chart';

/** At the end of a row: other names for one's own, and closed once it holds nothing. */
export function AccountActions({ account, onEdit }: { account: Account; onEdit: () => void }) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const { code, is_closed: isClosed } = account;
  const params = { path: { code } };
  const turn = useAct({
    act: () =>
      isClosed
        ? api.POST('/api/accounting/v1/accounts/{code}/reopen', { params })
        : api.POST('/api/accounting/v1/accounts/{code}/close', { params }),
    done: () => t(isClosed ? 'chart.reopened' : 'chart.closed', { code }),
  });
  const title = t(isClosed ? 'chart.reopen' : 'chart.close', { code });
  return (
    <Group gap={2} justify="flex-end" wrap="nowrap">
      {account.is_own ? (
        <ActionIcon size={28} aria-label={t('chart.edit', { code })} onClick={onEdit}>
          <IconPencil size={15} />
        </ActionIcon>
      ) : null}
      {account.kept_by ? null : (
        <ActionIcon size={28} aria-label={title} onClick={() => setIsAsking(true)}>
          {isClosed ? <IconLockOpen size={15} /> : <IconLock size={15} />}
        </ActionIcon>
      )}
      <ConfirmDialog
        title={title}
        isOpen={isAsking}
        isBusy={turn.isPending}
        onClose={() => setIsAsking(false)}
        onConfirm={() => turn.mutate(undefined, { onSettled: () => setIsAsking(false) })}
      >
        <Text c="dimmed">{t(isClosed ? 'chart.reopenHint' : 'chart.closeHint')}</Text>
      </ConfirmDialog>
    </Group>
  );
}
