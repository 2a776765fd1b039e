import { Button, CopyButton, Drawer, Group, Paper, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfReporting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { dayBefore } from '~/ui/days';
import type { Column } from '~/ui/list/column';
import { Exports } from '~/ui/list/Exports';
import { Table } from '~/ui/list/Table';
import { Trouble } from '~/ui/Trouble';

import type { Asked } from './period';
import { useDriftColumns } from './useDriftColumns';

type Drift = OfReporting['DriftOut'];

const PATH = '/api/reporting/v1/insights/suppliers';
const MOST = 1000;
const NAMED = 3; // products in the text: those that cost most

interface Props {
  brief: OfReporting['BriefOut'] | undefined;
  period: Asked;
  onClose: () => void;
}

/** What to take to a negotiation: a text to send or to say, and the products behind it. */
export function SupplierBrief({ brief, period, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const drift = useDriftColumns<Drift>();
  const asked = { ...period, limit: MOST, ...(brief ? { supplier_id: brief.supplier_id } : {}) };
  const query = hooks.useQuery('get', PATH, { params: { query: asked } }, { enabled: brief !== undefined });
  const { data } = query;
  const rows = data?.rows ?? [];
  const product = (it: Drift) => [it.sku, it.product_name].filter(Boolean).join(' · ') || '–';
  const worst = rows.filter((it) => !it.rate?.startsWith('-')).slice(0, NAMED);
  const text =
    brief && data
      ? [
          t('insights.suppliers.says', {
            from: format.date(data.effective_from),
            until: format.date(dayBefore(data.effective_until)),
            before: format.date(data.previous_from),
            supplier: brief.supplier_name ?? '',
            count: brief.dearer,
            effect: format.money(brief.effect),
            yearly: format.money(brief.yearly_effect),
            amount: format.money(brief.amount),
            rate: format.rate(brief.rate),
          }),
          ...worst.map((it) =>
            t('insights.suppliers.saysOne', {
              product: product(it),
              before: format.money(it.unit_before),
              now: format.money(it.unit_now),
              rate: format.rate(it.rate),
              yearly: format.money(it.yearly_effect),
            }),
          ),
        ].join('\n')
      : '';
  const columns: Column<Drift>[] = [
    { key: 'product', title: t('common.product'), cell: product, text: product, onPhone: 'title' },
    {
      key: 'quantity',
      title: t('common.quantity'),
      cell: (it) => format.number(it.quantity),
      text: (it) => it.quantity,
      isFigure: true,
    },
    {
      key: 'before',
      title: t('insights.suppliers.before'),
      cell: (it) => format.money(it.unit_before),
      text: (it) => it.unit_before,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'now',
      title: t('insights.suppliers.now'),
      cell: (it) => format.money(it.unit_now),
      text: (it) => it.unit_now,
      isFigure: true,
      onPhone: 'line',
    },
    drift.rate,
    drift.effect,
    drift.yearly,
    {
      key: 'passed',
      title: t('insights.suppliers.passedOn'),
      cell: (it) => format.money(it.passed_on),
      text: (it) => it.passed_on,
      isFigure: true,
    },
    drift.margin,
  ];
  return (
    <Drawer
      opened={brief !== undefined}
      onClose={onClose}
      position="right"
      size="min(100vw, 76rem)"
      title={t('insights.suppliers.brief', { name: brief?.supplier_name ?? '' })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {query.error ? (
        <Trouble error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Stack gap="md">
          <Paper withBorder radius="md" p="md">
            <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
              {text}
            </Text>
          </Paper>
          <Group justify="space-between">
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button
                  variant="light"
                  leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
                  onClick={copy}
                >
                  {t(copied ? 'insights.suppliers.copied' : 'insights.suppliers.copy')}
                </Button>
              )}
            </CopyButton>
            <Exports
              id={`negotiation-${brief?.supplier_code ?? 'supplier'}`}
              columns={columns}
              load={async () => {
                const found = (await api.GET(PATH, { params: { query: asked } })).data?.rows ?? [];
                return { rows: found, isCut: found.length === MOST };
              }}
            />
          </Group>
          <Table
            label={t('insights.suppliers.drift')}
            rows={rows}
            rowKey={(it) => it.product_id}
            rowPath={(it) => `/products/${it.product_id}`}
            columns={columns}
          />
        </Stack>
      )}
    </Drawer>
  );
}
