import { Alert, Text } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { hooks } from '~/api/client';
import { useFormat } from '~/i18n/useFormat';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';

import { ForWhom } from '../shared/Names';
import { Faults } from './Faults';
import { ListActions } from './ListActions';
import { ListLines } from './ListLines';
import { Summary } from './Summary';

/** One price list: what it changes, what that does to margins, which lines were refused; then publish it. */
export default function PriceList() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const params = { path: { list_id: id } };
  const query = hooks.useQuery('get', '/api/pricing/v1/price-lists/{list_id}', { params });
  const summary = hooks.useQuery('get', '/api/pricing/v1/price-lists/{list_id}/summary', { params });
  const { data: list, error } = query;
  useDocumentName(list?.name);
  if (error) return <PageTrouble title={t('screens.priceList')} error={error} onRetry={() => void query.refetch()} />;
  if (!list) return <PageSkeleton />;
  return (
    <>
      <Page
        title={list.name}
        badges={<StatusBadge list="priceListStatus" value={list.status} />}
        note={
          <Text span inherit>
            <ForWhom scope={list.scope} scopeKey={list.scope_key} /> · {t('priceLists.starts')}{' '}
            {format.date(list.effective_from)} · {list.currency}
            {list.is_complete ? ` · ${t('priceLists.complete')}` : ''}
          </Text>
        }
        actions={<ListActions list={list} counts={summary.data?.counts ?? {}} />}
      >
        {list.status === 'awaiting-approval' ? (
          <Alert color="orange" icon={<IconHourglass size={18} />} title={t('priceLists.waits')} mb="md">
            {t('priceLists.waitsHint')}
          </Alert>
        ) : null}
        {summary.data ? <Summary summary={summary.data} /> : null}
        {list.refused > 0 ? <Faults id={id} refused={list.refused} /> : null}
      </Page>
      <ListLines id={id} currency={list.currency} />
    </>
  );
}
