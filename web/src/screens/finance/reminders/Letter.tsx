import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { PaperButton } from '~/ui/PaperButton';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { StatusBadge } from '~/ui/StatusBadge';
import { useAct } from '~/ui/useAct';

import { Claims } from './Claims';

/** One reminder: what it claims, and how it went out. */
export default function Letter() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const params = { path: { letter_id: id } };
  const query = hooks.useQuery('get', '/api/accounting/v1/dunning-letters/{letter_id}', { params });
  const { data: letter, error } = query;
  useDocumentName(letter?.number);
  if (error)
    return <PageTrouble title={t('screens.dunningLetter')} error={error} onRetry={() => void query.refetch()} />;
  if (!letter) return <PageSkeleton />;
  const money = (value: string) => format.money(value, letter.currency);
  return (
    <Page
      title={letter.number}
      badges={<StatusBadge list="letterDelivery" value={letter.delivery ?? 'by-post'} />}
      note={
        <>
          <PartnerName id={letter.partner_id} isLink /> · {format.date(letter.written_on)}
        </>
      }
      actions={
        <PaperButton
          name={`${letter.number}.pdf`}
          load={() => api.GET('/api/accounting/v1/dunning-letters/{letter_id}/paper', { params, parseAs: 'blob' })}
        />
      }
    >
      {letter.delivery === 'parked' ? <Parked letter={letter} /> : null}
      <Columns
        main={
          <Card title={t('dunning.documents')} isFlush>
            <Claims claims={letter.documents} currency={letter.currency} />
          </Card>
        }
        aside={
          <Card title={t('orders.amounts')}>
            <Facts
              rows={[
                [t('dunning.level'), String(letter.level)],
                [t('dunning.open'), money(letter.open_amount)],
                [t('dunning.credit'), Number(letter.credit) ? money(letter.credit) : null],
                [t('dunning.interest'), money(letter.interest)],
                [t('dunning.indemnity'), money(letter.indemnity)],
                [t('dunning.debitNote'), letter.debit_note],
                [t('users.email'), letter.email],
              ]}
            />
          </Card>
        }
      />
    </Page>
  );
}

/** It may have left, or was refused: somebody decides. */
function Parked({ letter }: { letter: OfAccounting['WrittenOut'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const params = { path: { letter_id: letter.id } };
  const again = useAct({
    act: () => api.POST('/api/accounting/v1/dunning-letters/{letter_id}/send-again', { params }),
    done: () => t('dunning.sentAgain'),
  });
  const giveUp = useAct({
    act: () => api.POST('/api/accounting/v1/dunning-letters/{letter_id}/give-up', { params }),
    done: () => t('dunning.givenUp'),
  });
  return (
    <Alert color="orange" title={t('dunning.parked')} mb="md">
      {letter.delivery_error}
      {may('accounting.dunning.write') ? (
        <Button.Group mt="sm">
          <Button loading={again.isPending} onClick={() => again.mutate()}>
            {t('dunning.sendAgain')}
          </Button>
          <Button variant="default" loading={giveUp.isPending} onClick={() => giveUp.mutate()}>
            {t('dunning.giveUp')}
          </Button>
        </Button.Group>
      ) : null}
    </Alert>
  );
}
