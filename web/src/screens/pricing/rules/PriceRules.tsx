import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName, ProductName } from '~/ui/Name';
import { useAct } from '~/ui/useAct';

import { EditButtons } from '../shared/EditButtons';
import { Validity } from '../shared/Names';
import { today } from '../shared/scope';
import { KINDS, valueKind } from './kinds';
import { PriceRuleDialog } from './PriceRuleDialog';

type Rule = OfPricing['PriceRuleOut'];

/** Promotions, discounts, charges and rebates: what changes a price after the lists and contracts. */
export default function PriceRules() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const [edited, setEdited] = useState<Rule | 'new' | null>(null);
  const remove = useAct<Rule>({
    act: ({ id, version }) =>
      api.DELETE('/api/pricing/v1/price-rules/{rule_id}', {
        params: { path: { rule_id: id }, header: { 'if-match': `"${version}"` } },
      }),
    done: () => t('pricing.removed'),
  });
  const name = (it: Rule) => (i18n.language === 'fr' ? it.name_fr : it.name_en);
  const value = (it: Rule) => {
    if (valueKind(it.kind) === 'rate') return format.exactRate(it.value);
    if (it.kind !== 'free-goods') return format.money(it.value, it.currency ?? undefined);
    return `${format.number(it.buy_quantity)} + ${format.number(it.value)}`;
  };
  const whom = (it: Rule) => it.segment ?? t('pricing.everybody');
  const mayWrite = may('pricing.rules.write');
  const columns: Column<Rule>[] = [
    { key: 'name', title: t('pricing.name'), cell: name, text: name, onPhone: 'title' },
    {
      key: 'code',
      title: t('pricing.code'),
      cell: (it) => it.code,
      text: (it) => it.code,
      sort: 'code',
      isHidden: true,
    },
    {
      key: 'kind',
      title: t('priceRules.kind'),
      cell: (it) => word('ruleKind', it.kind),
      text: (it) => word('ruleKind', it.kind),
      onPhone: 'line',
    },
    {
      key: 'value',
      title: t('priceRules.value'),
      cell: (it) => <b>{value(it)}</b>,
      text: (it) => it.value,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'what',
      title: t('common.product'),
      cell: (it) => (it.product_id ? <ProductName id={it.product_id} /> : (it.family_code ?? t('pricing.everything'))),
      text: (it) => it.product_id ?? it.family_code,
      onPhone: 'line',
    },
    {
      key: 'whom',
      title: t('common.customer'),
      cell: (it) => (it.customer_id ? <PartnerName id={it.customer_id} isLink /> : whom(it)),
      text: (it) => (it.customer_id ? partnerText(it.customer_id) : whom(it)),
      onPhone: 'line',
    },
    {
      key: 'channel',
      title: t('pricing.channel'),
      cell: (it) => it.channel ?? t('pricing.everyChannel'),
      text: (it) => it.channel,
      isHidden: true,
    },
    {
      key: 'quantity',
      title: t('pricing.fromQuantity'),
      cell: (it) => (Number(it.min_quantity) > 0 ? format.number(it.min_quantity) : '–'),
      text: (it) => it.min_quantity,
      isFigure: true,
      isHidden: true,
    },
    {
      key: 'stage',
      title: t('priceRules.stage'),
      cell: (it) => format.number(it.stage),
      text: (it) => String(it.stage),
      sort: 'stage',
      isHidden: true,
      isFigure: true,
    },
    {
      key: 'validity',
      title: t('pricing.validity'),
      cell: (it) => <Validity from={it.effective_from} until={it.effective_until} />,
      text: (it) => `${it.effective_from} ${it.effective_until ?? ''}`,
      onPhone: 'line',
    },
    ...(mayWrite
      ? [
          {
            key: 'edit',
            title: '',
            cell: (it: Rule) => (
              <EditButtons
                name={name(it)}
                hint={t('priceRules.removeHint')}
                onEdit={() => setEdited(it)}
                onRemove={() => remove.mutate(it)}
              />
            ),
            text: () => '',
            onPhone: 'line' as const,
          },
        ]
      : []),
  ];
  const day = today();
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'kind',
      label: t('priceRules.kind'),
      options: KINDS.map((each) => ({ value: each, label: word('ruleKind', each) })),
    },
    {
      kind: 'choice',
      key: 'on',
      label: t('pricing.validity'),
      options: [{ value: day, label: t('priceRules.heldOn', { date: format.date(day) }) }],
    },
  ];
  return (
    <>
      <List
        id="price-rules"
        title={t('screens.priceRules')}
        columns={columns}
        filters={filters}
        defaultSort="stage"
        load={async ({ kind, on }, asked) => {
          const known = KINDS.find((each) => each === kind);
          const query = { ...asked, ...(known ? { kind: known } : {}), ...(on ? { on } : {}) };
          return (await api.GET('/api/pricing/v1/price-rules', { params: { query } })).data ?? { items: [] };
        }}
        rowKey={(it) => it.id}
        empty={{ title: t('priceRules.emptyTitle'), hint: t('priceRules.emptyHint') }}
        actions={
          mayWrite ? (
            <Button leftSection={<IconPlus size={15} />} onClick={() => setEdited('new')}>
              {t('priceRules.new')}
            </Button>
          ) : null
        }
      />
      {edited ? <PriceRuleDialog rule={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </>
  );
}
