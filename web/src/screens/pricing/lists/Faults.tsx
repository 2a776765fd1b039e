import { Alert, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';

import { useFault } from '~/i18n/useFault';

import { lineNumber, wrongPart } from './lines';

const SHOWN = 50;

/** The lines that cannot be taken, all at once, each with what is wrong with it. */
export function Faults({ id, refused }: { id: string; refused: number }) {
  const { t } = useTranslation();
  const told = useFault();
  const { data } = hooks.useQuery('get', '/api/pricing/v1/price-lists/{list_id}/faults', {
    params: { path: { list_id: id }, query: { limit: SHOWN } },
  });
  const faults = data?.items ?? [];
  const more = refused - new Set(faults.map((fault) => lineNumber(fault.field))).size;
  return (
    <Alert
      color="orange"
      mt="md"
      icon={<IconAlertTriangle size={18} />}
      title={`${t('priceLists.faults')} : ${refused}`}
      role="status"
    >
      <Text size="sm" mb={4}>
        {t('priceLists.faultsHint')}
      </Text>
      <List size="sm">
        {faults.map((fault, position) => (
          <List.Item key={position}>
            <b>{t('priceLists.faultLine', { number: lineNumber(fault.field) })}</b> ·{' '}
            {t(`priceLists.fault.${wrongPart(fault.field)}`)} <Text span>{told(fault)}</Text>
          </List.Item>
        ))}
      </List>
      {data?.next_cursor && more > 0 ? <Text size="sm">{t('priceLists.moreFaults', { count: more })}</Text> : null}
    </Alert>
  );
}
