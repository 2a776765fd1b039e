import { Button } from '@mantine/core';
import { IconPlus, IconTarget } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import type { OfPricing } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import type { Column } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { partnerText } from '~/ui/list/texts';
import { PartnerName } from '~/ui/Name';
import { useAct } from '~/ui/useAct';

import { EditButtons } from '../shared/EditButtons';
import { MarginRuleDialog } from './MarginRuleDialog';
import { RuleTest } from './RuleTest';

type Rule = OfPricing['MarginRuleOut'];

/** What a sale must earn: the thresholds by family, class, customer, channel and level of the salesperson. */
export default function MarginRules() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const [edited, setEdited] = useState<Rule | 'new' | null>(null);
  const [isTesting, setIsTesting] = useState(false);
  const remove = useAct<Rule>({
    act: ({ id, version }) =>
      api.DELETE('/api/pricing/v1/margin-rules/{rule_id}', {
        params: { path: { rule_id: id }, header: { 'if-match': `"${version}"` } },
      }),
    done: () => t('pricing.removed'),
  });
  const any = (value: string | null, otherwise: string) => value ?? otherwise;
  const mayWrite = may('pricing.rules.write');
  const columns: Column<Rule>[] = [
    {
      key: 'family',
      title: t('pricing.family'),
      cell: (it) => any(it.family_code, t('pricing.everything')),
      text: (it) => it.family_code,
      onPhone: 'title',
    },
    {
      key: 'customer',
      title: t('common.customer'),
      cell: (it) => (it.customer_id ? <PartnerName id={it.customer_id} isLink /> : t('pricing.everybody')),
      text: (it) => (it.customer_id ? partnerText(it.customer_id) : ''),
      onPhone: 'line',
    },
    {
      key: 'segment',
      title: t('pricing.segment'),
      cell: (it) => it.segment,
      text: (it) => it.segment,
      onPhone: 'line',
    },
    {
      key: 'channel',
      title: t('pricing.channel'),
      cell: (it) => any(it.channel, t('pricing.everyChannel')),
      text: (it) => it.channel,
      onPhone: 'line',
    },
    {
      key: 'level',
      title: t('pricing.level'),
      cell: (it) => any(it.salesperson_level, '–'),
      text: (it) => it.salesperson_level,
    },
    {
      key: 'judges',
      title: t('marginRules.appliesTo'),
      cell: (it) => t(it.is_for_order ? 'marginRules.order' : 'marginRules.line'),
      text: (it) => t(it.is_for_order ? 'marginRules.order' : 'marginRules.line'),
    },
    {
      key: 'approval',
      title: t('marginRules.approval'),
      cell: (it) => <b>{format.exactRate(it.approval_rate)}</b>,
      text: (it) => it.approval_rate,
      isFigure: true,
      onPhone: 'side',
    },
    {
      key: 'floor',
      title: t('marginRules.floor'),
      cell: (it) => format.exactRate(it.floor_rate),
      text: (it) => it.floor_rate,
      isFigure: true,
      onPhone: 'line',
    },
    ...(mayWrite
      ? [
          {
            key: 'edit',
            title: '',
            cell: (it: Rule) => (
              <EditButtons
                name={it.family_code ?? it.segment ?? t('pricing.everything')}
                hint={t('marginRules.removeHint')}
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
  return (
    <>
      <List
        id="margin-rules"
        title={t('screens.marginRules')}
        columns={columns}
        load={async (_, asked) =>
          (await api.GET('/api/pricing/v1/margin-rules', { params: { query: asked } })).data ?? { items: [] }
        }
        rowKey={(it) => it.id}
        empty={{ title: t('marginRules.emptyTitle'), hint: t('marginRules.emptyHint') }}
        actions={
          <>
            <Button variant="default" leftSection={<IconTarget size={15} />} onClick={() => setIsTesting(true)}>
              {t('pricing.test')}
            </Button>
            {mayWrite ? (
              <Button leftSection={<IconPlus size={15} />} onClick={() => setEdited('new')}>
                {t('marginRules.new')}
              </Button>
            ) : null}
          </>
        }
      />
      {edited ? <MarginRuleDialog rule={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
      {isTesting ? <RuleTest onClose={() => setIsTesting(false)} /> : null}
    </>
  );
}
