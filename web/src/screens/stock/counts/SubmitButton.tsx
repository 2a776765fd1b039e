import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { Trouble } from '~/ui/Trouble';

/** Close the count: stock is corrected, or somebody has to look again, to say why or to approve. */
export function SubmitButton({ count }: { count: OfInventory['CountOut'] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [isRestLeft, setRestLeft] = useState(false);
  const submit = useMutation({
    mutationFn: () =>
      api.POST('/api/inventory/v1/counts/{count_id}/submit', {
        params: { path: { count_id: count.id } },
        body: { leave_uncounted: isRestLeft },
      }),
    onSuccess: async () => {
      setAsking(false);
      await queries.invalidateQueries();
    },
  });
  return (
    <>
      <Button size="sm" leftSection={<IconCheck size={16} />} onClick={() => setAsking(true)}>
        {t('counts.submit')}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('counts.submit')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="md">
          {submit.error ? <Trouble error={submit.error} /> : null}
          <Text c="dimmed">{t('counts.submitHint')}</Text>
          {count.uncounted > 0 ? (
            <Checkbox
              size="sm"
              label={t('counts.leaveRest', { count: count.uncounted })}
              checked={isRestLeft}
              onChange={(event) => setRestLeft(event.currentTarget.checked)}
            />
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="sm" onClick={() => setAsking(false)}>
              {t('common.close')}
            </Button>
            <Button
              size="sm"
              data-autofocus
              disabled={count.uncounted > 0 && !isRestLeft}
              loading={submit.isPending}
              onClick={() => submit.mutate()}
            >
              {t('counts.submit')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
