import { useTranslation } from 'react-i18next';

import type { OfAccounting } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Table } from '~/ui/list/Table';
import { PartnerName } from '~/ui/Name';

type Omission = Pick<
  OfAccounting['accounting__api__bank__run_schemas__OmissionOut'],
  'document_id' | 'partner_id' | 'number' | 'open_amount'
> & { reason: string };

interface Props {
  title: string;
  reasons: 'leftAlone' | 'runLeftOut'; // which words they have
  omissions: readonly Omission[];
}

/** Documents that a run of payments or letters leaves alone, and why. */
export function LeftOut({ title, reasons, omissions }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  return (
    <Card title={title} isFlush>
      <Table
        label={title}
        rows={omissions}
        rowKey={(it) => it.document_id}
        columns={[
          {
            key: 'partner',
            title: t('payments.partner'),
            cell: (it) => <PartnerName id={it.partner_id} isLink />,
            text: () => '',
            onPhone: 'title',
          },
          { key: 'number', title: t('ledger.document'), cell: (it) => it.number, text: () => '', onPhone: 'line' },
          {
            key: 'reason',
            title: t('dunning.why'),
            cell: (it) => word(reasons, it.reason),
            text: () => '',
            onPhone: 'line',
          },
          {
            key: 'open',
            title: t('ledger.amount'),
            cell: (it) => format.money(it.open_amount),
            text: () => '',
            isFigure: true,
            onPhone: 'side',
          },
        ]}
      />
    </Card>
  );
}
