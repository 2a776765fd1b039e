import { Button, Progress, Text, TextInput } from '@mantine/core';
import { IconCalendarOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { faultOf } from '~/ui/form/faults';
import type { Column } from '~/ui/list/column';
import { Table } from '~/ui/list/Table';
import { productText } from '~/ui/list/texts';
import { PartnerName, ProductName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { useAct } from '~/ui/useAct';

import { FormDialog } from '~/ui/form/FormDialog';
import { History } from '../shared/History';
import { Validity } from '../shared/Names';
import { today } from '../shared/scope';

type Line = OfPricing['ContractLineOut'];
const AT_ONCE = 200;

/** One contract: its prices and discounts, and how much of what was agreed on is called. */
export default function Contract() {
  const { t } = useTranslation();
  const may = useMay();
  const { id = '' } = useParams();
  const [isEnding, setIsEnding] = useState(false);
  const path = { contract_id: id };
  const query = hooks.useQuery('get', '/api/pricing/v1/contracts/{contract_id}', { params: { path } });
  const lines = hooks.useQuery('get', '/api/pricing/v1/contracts/{contract_id}/lines', {
    params: { path, query: { limit: AT_ONCE } },
  });
  const history = hooks.useQuery('get', '/api/pricing/v1/contracts/{contract_id}/history', { params: { path } });
  const { data: contract, error } = query;
  useDocumentName(contract?.code);
  if (error) return <PageTrouble title={t('screens.contract')} error={error} onRetry={() => void query.refetch()} />;
  if (!contract) return <PageSkeleton />;
  return (
    <Page
      title={`${contract.code} · ${contract.name}`}
      note={<PartnerName id={contract.customer_id} isLink />}
      actions={
        may('pricing.contracts.write') && !(contract.effective_until && contract.effective_until <= today()) ? (
          <Button variant="default" leftSection={<IconCalendarOff size={15} />} onClick={() => setIsEnding(true)}>
            {t('contracts.end')}
          </Button>
        ) : null
      }
    >
      <Columns
        main={
          <Card title={t('contracts.lines')} isFlush>
            <Lines lines={lines.data?.items ?? []} currency={contract.currency} />
          </Card>
        }
        aside={
          <>
            <Card title={t('screens.contract')}>
              <Facts
                rows={[
                  [
                    t('pricing.validity'),
                    <Validity key="validity" from={contract.effective_from} until={contract.effective_until} />,
                  ],
                  [t('pricing.currency'), contract.currency],
                  [t('contracts.takesRules'), t(contract.takes_rules ? 'list.yes' : 'list.no')],
                ]}
              />
            </Card>
            <History items={history.data?.items ?? []} />
          </>
        }
      />
      {isEnding ? <EndDialog contract={contract} onClose={() => setIsEnding(false)} /> : null}
    </Page>
  );
}

function Lines({ lines, currency }: { lines: readonly Line[]; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: Column<Line>[] = [
    {
      key: 'of',
      title: t('contracts.of'),
      cell: (it) => (it.product_id ? <ProductName id={it.product_id} /> : `${t('pricing.family')} ${it.family_code}`),
      text: (it) => (it.product_id ? productText(it.product_id) : it.family_code),
      onPhone: 'title',
    },
    {
      key: 'quantity',
      title: t('pricing.fromQuantity'),
      cell: (it) => format.number(it.min_quantity),
      text: (it) => it.min_quantity,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'price',
      title: t('exceptions.terms'),
      cell: (it) => (
        <b>{it.unit_price ? format.money(it.unit_price, currency) : `−${format.exactRate(it.discount_rate)}`}</b>
      ),
      text: (it) => it.unit_price ?? it.discount_rate,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'called',
      title: t('contracts.called'),
      cell: (it) => <Called line={it} />,
      text: (it) => it.quantity_called,
      onPhone: 'line',
    },
  ];
  return <Table label={t('contracts.lines')} rows={lines} columns={columns} rowKey={(it) => it.id} />;
}

function Called({ line }: { line: Line }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!line.quantity_cap) return '–';
  const told = t('exceptions.usedOf', {
    used: format.number(line.quantity_called),
    cap: format.number(line.quantity_cap),
  });
  return (
    <div style={{ minWidth: 110 }}>
      <Text size="sm" className="figure">
        {told}
      </Text>
      <Progress
        size={5}
        value={(100 * Number(line.quantity_called)) / Number(line.quantity_cap)}
        color="indigo"
        aria-label={told}
      />
    </div>
  );
}

function EndDialog({ contract, onClose }: { contract: OfPricing['ContractOut']; onClose: () => void }) {
  const { t } = useTranslation();
  const [day, setDay] = useState(today());
  const end = useAct({
    act: () =>
      api.POST('/api/pricing/v1/contracts/{contract_id}/end', {
        params: { path: { contract_id: contract.id }, header: { 'if-match': `"${contract.version}"` } },
        body: { effective_until: day },
      }),
    done: () => t('contracts.ended'),
  });
  return (
    <FormDialog
      title={t('contracts.endTitle', { code: contract.code })}
      action={t('contracts.end')}
      isReady={day !== ''}
      act={end}
      onClose={onClose}
      size="md"
    >
      <Text c="dimmed">{t('contracts.endHint')}</Text>
      <TextInput
        type="date"
        label={t('contracts.endOn')}
        required
        value={day}
        error={faultOf(end.error, 'effective_until')}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
