import { Button } from '@mantine/core';
import { IconTrendingDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { productText } from '~/ui/list/texts';
import { ProductName } from '~/ui/Name';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { StatusBadge } from '~/ui/StatusBadge';
import { useAct } from '~/ui/useAct';

type Proposal = OfAccounting['accounting__api__stock_value__schemas__ProposalOut'];
type Status = OfAccounting['ProposalStatus'];

const STATUSES: readonly Status[] = ['pending', 'approved', 'rejected', 'void', 'taken-back'];

/** What somebody proposed to change in the value of stock, and what became of it. */
export default function Decisions() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const what = (it: Proposal) => (it.method ? word('costing', it.method) : t('value.slowStock'));
  const columns: Column<Proposal>[] = [
    { key: 'number', title: t('common.number'), cell: (it) => it.number, text: (it) => it.number, onPhone: 'title' },
    {
      key: 'product',
      title: t('common.product'),
      cell: (it) => (it.product_id ? <ProductName id={it.product_id} isLink={false} /> : t('value.allSlow')),
      text: (it) => (it.product_id ? productText(it.product_id) : t('value.allSlow')),
      onPhone: 'line',
    },
    { key: 'what', title: t('value.decision'), cell: what, text: what, onPhone: 'line' },
    {
      key: 'effective',
      title: t('value.effectiveOn'),
      cell: (it) => format.date(it.effective_on),
      text: (it) => it.effective_on,
    },
    {
      key: 'by',
      title: t('value.proposedBy'),
      cell: (it) => <Person subject={it.proposed_by} />,
      text: (it) => it.proposed_by,
    },
    {
      key: 'proposed',
      title: t('value.proposedAt'),
      cell: (it) => format.time(it.proposed_at),
      text: (it) => it.proposed_at,
      sort: 'proposed_at',
    },
    {
      key: 'amount',
      title: t('ledger.amount'),
      cell: (it) => format.money(it.amount),
      text: (it) => it.amount,
      isFigure: true,
      onPhone: 'line',
    },
    {
      key: 'status',
      title: t('common.status'),
      cell: (it) => <StatusBadge list="proposalStatus" value={it.status} />,
      text: (it) => word('proposalStatus', it.status),
      onPhone: 'side',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'kind',
      label: t('value.kind'),
      options: (['write-down', 'costing-method'] as const).map((value) => ({
        value,
        label: word('entrySource', value),
      })),
    },
    {
      kind: 'choice',
      key: 'status',
      label: t('common.status'),
      options: STATUSES.map((value) => ({ value, label: word('proposalStatus', value) })),
    },
  ];
  return (
    <List
      id="value-decisions"
      title={t('screens.writeDowns')}
      columns={columns}
      filters={filters}
      defaultSort="-proposed_at"
      load={async ({ kind, status }, asked) => {
        const wanted = STATUSES.find((each) => each === status);
        const query = { ...asked, ...(wanted ? { status: wanted } : {}) };
        const { data } =
          kind === 'costing-method'
            ? await api.GET('/api/accounting/v1/costing-changes', { params: { query } })
            : await api.GET('/api/accounting/v1/write-downs', { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => it.id}
      rowPath={(it) => (it.product_id ? `/stock-value/${it.product_id}` : `/write-downs/${it.id}`)}
      actions={<Propose />}
      empty={{ title: t('value.noDecision'), hint: t('value.noDecisionHint') }}
    />
  );
}

function Person({ subject }: { subject: string }) {
  return usePersonName(subject);
}

/** What the rules ask for of slow stock; somebody else agrees before it is posted. */
function Propose() {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const act = useAct<string>({
    act: (reason) => api.POST('/api/accounting/v1/write-downs', { body: { reason } }),
    done: () => t('value.proposed'),
  });
  if (!may('accounting.write-downs.write')) return null;
  return (
    <>
      <Button leftSection={<IconTrendingDown size={15} />} onClick={() => setIsOpen(true)}>
        {t('value.propose')}
      </Button>
      <ReasonDialog
        title={t('value.propose')}
        hint={t('value.proposeHint')}
        isOpen={isOpen}
        isBusy={act.isPending}
        onClose={() => setIsOpen(false)}
        onGive={(reason) => act.mutate(reason, { onSuccess: () => setIsOpen(false) })}
      />
    </>
  );
}
