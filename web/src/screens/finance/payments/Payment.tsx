import { Anchor, Badge, Button, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { api, hooks } from '~/api/client';
import { usePersonName } from '~/api/people';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { Table } from '~/ui/list/Table';
import { PartnerName } from '~/ui/Name';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useDocumentName } from '~/ui/shell/Breadcrumbs';
import { useAct } from '~/ui/useAct';

import { PayBack } from './PayBack';

type Details = OfAccounting['PaymentDetails'];

/** One payment: what it settles, where it comes from, and the way to take it back. */
export default function Payment() {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const { id = '' } = useParams();
  const params = { path: { payment_id: id } };
  const query = hooks.useQuery('get', '/api/accounting/v1/payments/{payment_id}', { params });
  const { data: payment, error } = query;
  useDocumentName(payment?.number);
  if (error) return <PageTrouble title={t('screens.payment')} error={error} onRetry={() => void query.refetch()} />;
  if (!payment) return <PageSkeleton />;
  const money = (value: string) => format.money(value, payment.currency);
  return (
    <Page
      title={payment.number}
      badges={payment.taken_back ? <Badge color="red">{t('payments.takenBack')}</Badge> : null}
      note={
        <>
          <PartnerName id={payment.partner_id} isLink /> · {format.date(payment.paid_on)}
        </>
      }
      actions={
        <>
          <PayBack payment={payment} />
          <TakeBack payment={payment} />
        </>
      }
    >
      <Columns
        main={<Settled payment={payment} />}
        aside={
          <>
            <Card title={t('screens.payment')}>
              <Facts
                rows={[
                  [
                    t('payments.direction'),
                    t(payment.direction === 'received' ? 'payments.received' : 'payments.paid'),
                  ],
                  [t('payments.amount'), <b key="amount">{money(payment.amount)}</b>],
                  [t('payments.unmatched'), money(payment.unmatched_amount)],
                  [t('payments.method'), word('paymentMethod', payment.method)],
                  [t('payments.reference'), payment.reference],
                  [t('payments.entry'), payment.entry_number],
                  [t('payments.gain'), Number(payment.exchange_gain) ? format.money(payment.exchange_gain) : null],
                  [
                    t('screens.statement'),
                    payment.bank_statement_id ? (
                      <Anchor component={Link} to={`/bank/${payment.bank_statement_id}`} size="md">
                        {t('payments.seeStatement')}
                      </Anchor>
                    ) : null,
                  ],
                ]}
              />
            </Card>
            {payment.taken_back ? <TakenBack back={payment.taken_back} /> : null}
          </>
        }
      />
    </Page>
  );
}

function Settled({ payment }: { payment: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (value: string) => (Number(value) ? format.money(value, payment.currency) : '–');
  if (payment.settled.length === 0)
    return (
      <Card title={t('payments.settles')}>
        <Text c="dimmed">{t('payments.settlesNothing')}</Text>
      </Card>
    );
  return (
    <Card title={t('payments.settles')} side={<Badge color="gray">{payment.settled.length}</Badge>} isFlush>
      <Table
        label={t('payments.settles')}
        rows={payment.settled}
        rowKey={(it) => it.document_id}
        columns={[
          {
            key: 'number',
            title: t('common.number'),
            cell: (it) =>
              it.is_receivable && it.number.startsWith('FA-') ? (
                <Anchor component={Link} to={`/invoices/${it.document_id}`} size="md">
                  {it.number}
                </Anchor>
              ) : (
                it.number
              ),
            text: () => '',
            onPhone: 'title',
          },
          {
            key: 'amount',
            title: t('payments.amount'),
            cell: (it) => money(it.amount),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
          {
            key: 'discount',
            title: t('bank.discount'),
            cell: (it) => money(it.discount),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
          {
            key: 'writeOff',
            title: t('bank.writeOff'),
            cell: (it) => money(it.write_off),
            text: () => '',
            isFigure: true,
            onPhone: 'line',
          },
        ]}
      />
    </Card>
  );
}

function TakenBack({ back }: { back: NonNullable<Details['taken_back']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = usePersonName(back.by);
  return (
    <Card title={t('payments.takenBack')}>
      <Facts
        rows={[
          [t('common.date'), format.date(back.on)],
          [t('payments.by'), name],
          [t('common.reason'), back.reason],
        ]}
      />
    </Card>
  );
}

/** A payment from a statement is undone there, for the entry is open again then. */
function TakeBack({ payment }: { payment: Details }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isAsking, setIsAsking] = useState(false);
  const back = useAct<string>({
    act: (reason) =>
      api.POST('/api/accounting/v1/payments/{payment_id}/reverse', {
        params: { path: { payment_id: payment.id } },
        body: { reason, posted_on: new Date().toISOString().slice(0, 10) },
      }),
    done: () => t('payments.takenBackDone', { number: payment.number }),
  });
  if (payment.taken_back || payment.bank_entry_id || !may('accounting.payments.write')) return null;
  return (
    <>
      <Button size="sm" variant="default" leftSection={<IconArrowBackUp size={16} />} onClick={() => setIsAsking(true)}>
        {t('payments.takeBack')}
      </Button>
      <ReasonDialog
        title={t('payments.takeBack')}
        hint={t('payments.takeBackHint')}
        isOpen={isAsking}
        isBusy={back.isPending}
        onClose={() => setIsAsking(false)}
        onGive={(reason) => back.mutate(reason, { onSuccess: () => setIsAsking(false) })}
      />
    </>
  );
}
