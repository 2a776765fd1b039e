import { Badge, Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { useAct } from '~/ui/useAct';

import { Arithmetic } from './Arithmetic';

/** One debit note with the arithmetic of each document; taken back while nothing settles it. */
export default function LateCharge() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { id = '' } = useParams();
  const [isOpen, setIsOpen] = useState(false);
  const params = { path: { charge_id: id } };
  const query = hooks.useQuery('get', '/api/accounting/v1/late-charges/{charge_id}', { params });
  const { data: charge, error } = query;
  const reverse = useAct<string>({
    act: (reason) => api.POST('/api/accounting/v1/late-charges/{charge_id}/reverse', { params, body: { reason } }),
    done: () => t('lateCharges.reversed'),
  });
  useDocumentName(charge?.number);
  if (error) return <PageTrouble title={t('screens.lateCharge')} error={error} onRetry={() => void query.refetch()} />;
  if (!charge) return <PageSkeleton />;
  const money = (value: string) => format.money(value, charge.currency);
  return (
    <Page
      title={charge.number}
      badges={charge.reversed_on ? <Badge color="gray">{t('lateCharges.isReversed')}</Badge> : null}
      note={
        <>
          <PartnerName id={charge.partner_id} isLink /> · {format.date(charge.charged_on)}
        </>
      }
      actions={
        <>
          {!charge.reversed_on && may('accounting.late-charges.write') ? (
            <Button
              size="sm"
              variant="default"
              leftSection={<IconArrowBackUp size={16} />}
              onClick={() => setIsOpen(true)}
            >
              {t('lateCharges.reverse')}
            </Button>
          ) : null}
          <PaperButton
            name={`${charge.number}.pdf`}
            load={() => api.GET('/api/accounting/v1/late-charges/{charge_id}/paper', { params, parseAs: 'blob' })}
          />
        </>
      }
    >
      <Columns
        main={
          <Card title={t('lateCharges.arithmetic')} isFlush>
            <Arithmetic documents={charge.documents} currency={charge.currency} />
          </Card>
        }
        aside={
          <Card title={t('orders.amounts')}>
            <Facts
              rows={[
                [t('dunning.interest'), money(charge.interest)],
                [t('dunning.indemnity'), money(charge.indemnity)],
                [t('dunning.open'), <b key="open">{money(charge.open_amount)}</b>],
                [t('lateCharges.reversedOn'), charge.reversed_on && format.date(charge.reversed_on)],
              ]}
            />
          </Card>
        }
      />
      <ReasonDialog
        title={t('lateCharges.reverse')}
        hint={t('lateCharges.reverseHint')}
        isOpen={isOpen}
        isBusy={reverse.isPending}
        onClose={() => setIsOpen(false)}
        onGive={(reason) => reverse.mutate(reason, { onSuccess: () => setIsOpen(false) })}
      />
    </Page>
  );
}
