import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import classes from '~/ui/list/List.module.css';

import { faultIn, NOTHING, REASONS, type Delivered, type Returned } from './claims';
import { Goods } from './Goods';

interface Props {
  lines: readonly Delivered[];
  currency: string;
  typed: Record<string, Returned>;
  refused: unknown;
  onType: (line: string, returned: Returned) => void;
}

/** What was delivered, and of each how much comes back, why, and what the house keeps of its price. */
export function ReturnedLines({ lines, currency, typed, refused, onType }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const asked = lines.filter((line) => (typed[line.shipment_line_id]?.quantity ?? '') !== '');
  return (
    <Card title={t('returns.lines')} isFlush>
      <table className={classes.table} aria-label={t('returns.lines')}>
        <thead>
          <tr>
            <th scope="col">{t('common.product')}</th>
            <th scope="col" data-figure="true">
              {t('common.unitPrice')}
            </th>
            <th scope="col" data-figure="true">
              {t('returns.returnable')}
            </th>
            <th scope="col">{t('common.quantity')}</th>
            <th scope="col">{t('common.reason')}</th>
            <th scope="col">{t('returns.fee')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const said = typed[line.shipment_line_id] ?? NOTHING;
            const fault = faultIn(line, said);
            const place = asked.indexOf(line);
            const edit = (part: Partial<Returned>) => onType(line.shipment_line_id, { ...said, ...part });
            return (
              <tr key={line.shipment_line_id}>
                <td data-phone="title">
                  <Goods line={line} />
                </td>
                <td data-figure="true" data-phone="side">
                  {format.money(line.unit_price, currency)}
                </td>
                <td data-figure="true" data-phone="line" data-label={t('returns.returnable')}>
                  {format.number(line.returnable)}
                </td>
                <td data-phone="line" data-label={t('common.quantity')}>
                  <DecimalInput
                    w={110}
                    aria-label={t('amend.quantityOf', { sku: line.sku })}
                    value={said.quantity}
                    error={fault === 'tooMany' ? t('returns.tooMany') : faultOf(refused, `lines.${place}.quantity`)}
                    onChange={(quantity) => edit({ quantity })}
                  />
                </td>
                <td data-phone="line" data-label={t('common.reason')}>
                  <Select
                    w={170}
                    aria-label={t('returns.reasonOf', { sku: line.sku })}
                    allowDeselect={false}
                    value={said.reason}
                    data={REASONS.map((value) => ({ value, label: word('returnReason', value) }))}
                    onChange={(reason) => edit({ reason: reason ?? said.reason })}
                  />
                </td>
                <td data-phone="line" data-label={t('returns.fee')}>
                  <DecimalInput
                    w={110}
                    aria-label={t('returns.feeOf', { sku: line.sku })}
                    placeholder={t('returns.byRule')}
                    rightSection="%"
                    value={said.fee}
                    error={fault === 'noFee' ? t('returns.noFee') : undefined}
                    onChange={(fee) => edit({ fee })}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}
