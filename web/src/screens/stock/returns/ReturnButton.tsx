import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { useFormat } from '~/i18n/useFormat';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { decimalOf, isQuantity } from '~/ui/form/decimals';
import { ProductName } from '~/ui/Name';
import { Trouble } from '~/ui/Trouble';

import receive from '../receive/receive.module.css';

interface Line {
  id: string;
  product_id: string;
  quantity: string;
}

interface Back {
  id: string;
  quantity: string;
  reason: string;
}

interface Props {
  title: string;
  hint: string;
  lines: readonly Line[]; // of the shipment or receipt
  send: (lines: Back[]) => Promise<{ id: string } | undefined>;
}

/** So much of each delivered line goes back the way it came. */
export function ReturnButton({ title, hint, lines, send }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [reason, setReason] = useState('');
  const back = lines.flatMap(({ id }) =>
    isQuantity(typed[id] ?? '') ? [{ id, quantity: decimalOf(typed[id] ?? '') ?? '', reason: reason.trim() }] : [],
  );
  const post = useMutation({
    mutationFn: () => send(back),
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/goods-returns/${made.id}`);
    },
  });
  return (
    <>
      <Button size="sm" variant="default" leftSection={<IconArrowBackUp size={16} />} onClick={() => setOpen(true)}>
        {title}
      </Button>
      <Modal
        opened={isOpen}
        size="lg"
        onClose={() => setOpen(false)}
        title={title}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="md">
          {post.error ? <Trouble error={post.error} /> : null}
          <Text c="dimmed">{hint}</Text>
          <TextInput
            data-autofocus
            label={t('common.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <div>
            {lines.map((line) => (
              <div key={line.id} className={receive.row}>
                <div className={receive.product}>
                  <ProductName id={line.product_id} />
                </div>
                <DecimalInput
                  w={130}
                  label={t('goodsReturns.of', { quantity: format.number(line.quantity) })}
                  value={typed[line.id] ?? ''}
                  onChange={(quantity) => setTyped({ ...typed, [line.id]: quantity })}
                />
              </div>
            ))}
          </div>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="sm" onClick={() => setOpen(false)}>
              {t('common.close')}
            </Button>
            <Button size="sm" disabled={back.length === 0} loading={post.isPending} onClick={() => post.mutate()}>
              {title}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
