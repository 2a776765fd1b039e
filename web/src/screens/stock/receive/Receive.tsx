import { Button, Stack, TextInput } from '@mantine/core';
import { IconPackageImport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { faultOf } from '~/ui/form/faults';
import { PartnerName } from '~/ui/Name';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { Trouble } from '~/ui/Trouble';

import { CountedRow } from './CountedRow';
import { deliveryLines, isReadable, NOTHING, type Counted } from './counted';

/** A supplier's delivery at the dock: what came, what of it is damaged, what does not come any more. */
export default function Receive() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const [counted, setCounted] = useState<Record<string, Counted>>({});
  const query = hooks.useQuery('get', '/api/inventory/v1/expected-receipts', {
    params: { query: { purchase_order_id: id, limit: 200 } },
  });
  const lines = query.data?.items ?? [];
  const [first] = lines;
  useDocumentName(first?.purchase_order_number);
  const delivered = deliveryLines(lines, counted);
  const isReady = delivered.length > 0 && Object.values(counted).every(isReadable);
  const post = useMutation({
    mutationFn: async () => {
      const close_rest = lines.filter((line) => counted[line.id]?.isRestClosed).map((line) => line.id);
      const body = { supplier_reference: note.trim(), lines: delivered, close_rest };
      return (await api.POST('/api/inventory/v1/deliveries', { body })).data;
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      const receipt = made?.receipts[0];
      if (receipt) await navigate(`/receipts/${receipt.id}`);
    },
  });
  const edit = (line: string, part: Partial<Counted>) =>
    setCounted((before) => ({ ...before, [line]: { ...(before[line] ?? NOTHING), ...part } }));
  const takeAll = () => {
    for (const line of lines) edit(line.id, { good: line.outstanding });
  };
  const title = t('screens.receive');
  if (query.error) return <PageTrouble title={title} error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <PageSkeleton />;
  if (!first) return <Empty icon={IconPackageImport} title={t('receive.emptyTitle')} hint={t('receive.emptyHint')} />;
  return (
    <Page
      title={`${title} ${first.purchase_order_number}`}
      note={
        <>
          <PartnerName id={first.supplier_id} /> · {first.warehouse}
        </>
      }
      actions={
        <>
          <Button size="sm" variant="default" onClick={takeAll}>
            {t('receive.all')}
          </Button>
          <Button
            size="sm"
            leftSection={<IconPackageImport size={16} />}
            disabled={!isReady}
            loading={post.isPending}
            onClick={() => post.mutate()}
          >
            {t('receive.post')}
          </Button>
        </>
      }
    >
      <Stack gap="md">
        {post.error ? <Trouble error={post.error} /> : null}
        <Card title={t('receipts.deliveryNote')}>
          <TextInput
            maw={320}
            label={t('receive.noteNumber')}
            value={note}
            error={faultOf(post.error, 'supplier_reference')}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </Card>
        <Card title={t('orders.lines')}>
          {lines.map((line) => (
            <CountedRow
              key={line.id}
              line={line}
              counted={counted[line.id] ?? NOTHING}
              fault={(field) => faultAt(post.error, delivered, line.id, field)}
              onEdit={(part) => edit(line.id, part)}
            />
          ))}
        </Card>
      </Stack>
    </Page>
  );
}

/** The service names lines by their place in what was sent: an expected line may be two of these. */
function faultAt(
  error: unknown,
  delivered: readonly { purchase_order_line_id: string }[],
  line: string,
  field: string,
): string | undefined {
  const places = delivered.flatMap((it, place) => (it.purchase_order_line_id === line ? [place] : []));
  return places.map((place) => faultOf(error, `lines.${place}.${field}`)).find((found) => found !== undefined);
}
