import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import type { OfIdentity } from '~/api/schemas';
import { usePersonName } from '~/api/people';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { ChangedFields } from '~/ui/changes/ChangedFields';
import type { Changes } from '~/ui/changes/changes';

type Change = NonNullable<OfIdentity['HistoryOut']>['items'][number];

/** Every change: who did it, when, and each field before and after. */
export function UserHistory({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = hooks.useQuery('get', '/api/identity/v1/users/{user_id}/history', {
    params: { path: { user_id: id } },
  });
  const items = data?.items ?? [];
  return (
    <Card title={t('users.history')}>
      {items.length === 0 ? <Text c="dimmed">{t('users.noHistory')}</Text> : null}
      {items.map((change, position) => (
        <OneChange key={position} change={change} />
      ))}
    </Card>
  );
}

function OneChange({ change }: { change: Omit<Change, 'changes'> & { changes: Changes } }) {
  const format = useFormat();
  const word = useWord();
  const who = usePersonName(change.subject);
  return (
    <div>
      <Text fw={560}>
        {word('change', change.action)} · {who} · {format.time(change.created_at)}
      </Text>
      <ChangedFields changes={change.changes} />
    </div>
  );
}
