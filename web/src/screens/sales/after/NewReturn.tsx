import { Button, Select, Stack, Textarea } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';

import { api } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { isBelow } from '~/ui/decimals';
import { Page } from '~/ui/Page';
import { Trouble } from '~/ui/Trouble';

import { returnedLines, type Delivered, type Returned } from './claims';
import { OfOrder } from './OfOrder';
import { ReturnedLines } from './ReturnedLines';

const WANTS = ['credit', 'replacement'] as const;

/** Let goods of one order come back, at the price and cost of their very delivery. */
export default function NewReturn() {
  const { t } = useTranslation();
  const word = useWord();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const order = search.get('order') ?? '';
  const [typed, setTyped] = useState<Record<string, Returned>>({});
  const [wants, setWants] = useState<OfSales['Wants']>('credit');
  const [comment, setComment] = useState('');
  const [delivered, setDelivered] = useState<Delivered[]>([]);
  const lines = returnedLines(delivered, typed);
  const ask = useMutation({
    mutationFn: async () => {
      if (!lines) return undefined;
      const body = { order_id: order, wants, comment: comment.trim(), lines };
      return (await api.POST('/api/sales/v1/returns', { body })).data;
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      if (made) await navigate(`/returns/${made.id}`);
    },
  });
  return (
    <Page
      title={t('screens.newReturn')}
      note={t('returns.hint')}
      actions={
        <Button
          size="sm"
          leftSection={<IconCheck size={16} />}
          disabled={!lines}
          loading={ask.isPending}
          onClick={() => ask.mutate()}
        >
          {t('returns.authorise')}
        </Button>
      }
    >
      <Stack gap="md">
        {ask.error ? <Trouble error={ask.error} /> : null}
        <OfOrder
          order={order}
          onOrder={(id) => {
            setTyped({});
            setSearch(id ? { order: id } : {}, { replace: true });
          }}
          fits={(line) => isBelow('0', line.returnable)}
          none={t('returns.nothing')}
        >
          {(found, currency) => (
            <>
              <ReturnedLines
                lines={found}
                currency={currency}
                typed={typed}
                refused={ask.error}
                onType={(id, said) => {
                  setDelivered(found);
                  setTyped((before) => ({ ...before, [id]: said }));
                }}
              />
              <Card title={t('returns.wants')}>
                <Stack gap="sm">
                  <Select
                    maw={320}
                    aria-label={t('returns.wants')}
                    allowDeselect={false}
                    value={wants}
                    data={WANTS.map((value) => ({ value, label: word('wants', value) }))}
                    onChange={(value) => setWants(value ?? 'credit')}
                  />
                  <Textarea
                    label={t('returns.comment')}
                    autosize
                    maxLength={200}
                    value={comment}
                    onChange={(event) => setComment(event.currentTarget.value)}
                  />
                </Stack>
              </Card>
            </>
          )}
        </OfOrder>
      </Stack>
    </Page>
  );
}
