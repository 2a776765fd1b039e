import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useMay } from '~/auth/usePerson';
import { Page } from '~/ui/Page';

import { ReleaseLevels } from './ReleaseLevels';
import { ReturnRules } from './ReturnRules';
import { Salespeople } from './Salespeople';

/** What holds for every sale: who sells in which team, what comes back how, whose yes releases an order without credit. */
export default function SaleRules() {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <Page title={t('screens.saleRules')} note={t('saleRules.hint')}>
      <Stack gap="md" maw={860}>
        {may('sales.returns.read') ? <ReturnRules /> : null}
        {may('sales.salespeople.read') ? <Salespeople /> : null}
        {may('sales.release-levels.read') ? <ReleaseLevels /> : null}
      </Stack>
    </Page>
  );
}
