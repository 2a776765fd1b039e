import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfCatalog } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { ChangedFields } from '~/ui/changes/ChangedFields';
import { changesOf, plain, type Changes } from '~/ui/changes/changes';
import { dayAfter, isDay } from '~/ui/days';
import type { Column, Filter } from '~/ui/list/column';
import { List } from '~/ui/list/List';
import { PartnerName, ProductName } from '~/ui/Name';
import { useAddress } from '~/ui/useAddress';

import { SERVICES } from '../services';

type Change = Omit<OfCatalog['RecordChangeOut'], 'changes'> & { changes: Changes };

/** Every change and decision of a service: who, when, which record, before and after. */
export default function Trail() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const { read } = useAddress();
  const open = SERVICES.filter((service) => may(`${service}.history.read`));
  const service = open.find((each) => each === read('service')) ?? open[0];
  const said = (it: Change) =>
    changesOf(it.changes)
      .map(({ field, before, after }) => `${word('field', field)}: ${plain(before)} › ${plain(after)}`)
      .join('; ');
  const columns: Column<Change>[] = [
    {
      key: 'when',
      title: t('trail.when'),
      cell: (it) => format.time(it.created_at),
      text: (it) => it.created_at,
      onPhone: 'line',
    },
    {
      key: 'who',
      title: t('trail.who'),
      cell: (it) => <Person subject={it.subject} />,
      text: (it) => it.subject,
      onPhone: 'side',
    },
    {
      key: 'record',
      title: t('trail.record'),
      cell: (it) => word('record', it.entity),
      text: (it) => it.entity,
      onPhone: 'title',
    },
    {
      key: 'id',
      title: t('trail.id'),
      cell: (it) => <RecordName of={it} />,
      text: (it) => it.entity_id,
      onPhone: 'line',
    },
    {
      key: 'action',
      title: t('trail.action'),
      cell: (it) => word('change', it.action),
      text: (it) => it.action,
      onPhone: 'line',
    },
    {
      key: 'changes',
      title: t('trail.changes'),
      cell: (it) => <ChangedFields entity={it.entity} changes={it.changes} />,
      text: said,
      onPhone: 'line',
    },
  ];
  const filters: Filter[] = [
    {
      kind: 'choice',
      key: 'service',
      label: t('trail.service'),
      options: open.map((value) => ({ value, label: word('service', value) })),
    },
    { kind: 'search', key: 'entity_id', label: t('trail.id') },
    { kind: 'text', key: 'entity', label: t('trail.record') },
    { kind: 'text', key: 'subject', label: t('trail.who') },
    { kind: 'day', key: 'from', label: t('ledger.from') },
    { kind: 'day', key: 'to', label: t('ledger.to') },
  ];
  return (
    <List
      id="trail"
      title={t('screens.trail')}
      columns={columns}
      filters={filters}
      load={async ({ entity, entity_id, subject, from, to }, asked) => {
        if (!service) return { items: [] };
        const query = {
          ...asked,
          ...(entity ? { entity: entity.trim() } : {}),
          ...(entity_id ? { entity_id: entity_id.trim() } : {}),
          ...(subject ? { subject: subject.trim() } : {}),
          ...(from && isDay(from) ? { from } : {}),
          ...(to && isDay(to) ? { until: dayAfter(to) } : {}),
        };
        const { data } = await api.GET(`/api/${service}/v1/history`, { params: { query } });
        return data ?? { items: [] };
      }}
      rowKey={(it) => String(it.id)}
      empty={{ title: t('trail.emptyTitle'), hint: t('trail.emptyHint') }}
    />
  );
}

/** Partners, products and people by their names, other records by their ids. */
function RecordName({ of }: { of: Change }) {
  if (of.entity === 'partner') return <PartnerName id={of.entity_id} isLink />;
  if (of.entity === 'product') return <ProductName id={of.entity_id} />;
  if (of.entity === 'user') return <Person subject={of.entity_id} />;
  return of.entity_id;
}

function Person({ subject }: { subject: string }) {
  return usePersonName(subject);
}
