import { Button } from '@mantine/core';
import { IconCalendarRepeat } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { api } from '~/api/client';
import { useAct } from '~/ui/useAct';

const AT_ONCE = 100;

/** Beside the orders that lack stock: promise all of them anew, by what is expected now. */
export function PromiseAll() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const renew = useAct({
    act: async () => {
      let after: string | null = null;
      do {
        const body: { after: string | null; limit: number } = { after, limit: AT_ONCE };
        const { data } = await api.POST('/api/sales/v1/promises/renew', { body });
        after = data?.next_order_id ?? null;
      } while (after !== null);
    },
    done: () => t('amend.promisedAnew'),
  });
  if (search.get('is_short') !== 'true') return null;
  return (
    <Button
      variant="default"
      leftSection={<IconCalendarRepeat size={15} />}
      loading={renew.isPending}
      onClick={() => renew.mutate()}
    >
      {t('amend.promiseAnew')}
    </Button>
  );
}
