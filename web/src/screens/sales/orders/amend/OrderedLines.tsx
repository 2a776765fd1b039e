import { Badge, Checkbox, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import classes from '~/ui/list/List.module.css';

import { changeOf, type Amendment, type Change, type Line } from './amendment';

interface Props {
  order: OfSales['OrderDetailsOut'];
  lines: readonly Line[]; // of which something has not left
  amendment: Amendment;
  refused: unknown;
  onEdit: (line: string, change: Change) => void;
}

/** The lines as they were ordered, each with what is wanted now. */
export function OrderedLines({ order, lines, amendment, refused, onEdit }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const touched = Object.keys(amendment.changes);
  return (
    <Card title={t('amend.ordered')} side={<Badge color="gray">{lines.length}</Badge>} isFlush>
      <table className={classes.table} aria-label={t('amend.ordered')}>
        <thead>
          <tr>
            <th scope="col">{t('common.product')}</th>
            <th scope="col" data-figure="true">
              {t('orders.shipped')}
            </th>
            <th scope="col">{t('common.quantity')}</th>
            <th scope="col">{t('common.unitPrice')}</th>
            <th scope="col">{t('amend.rest')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const change = changeOf(line, amendment);
            const place = touched.indexOf(line.id);
            const fault = (field: string) => faultOf(refused, `changes.${place}.${field}`);
            const isFixed = line.kit !== null || change.isRestCancelled; // a part of a kit is given up, or stays
            return (
              <tr key={line.id}>
                <td data-phone="title">
                  {line.description}
                  <Text size="xs" c="dimmed">
                    {[line.sku, line.packaging_code].filter(Boolean).join(' · ')}
                  </Text>
                </td>
                <td data-figure="true">{format.number(line.quantity_shipped)}</td>
                <td data-phone="line" data-label={t('common.quantity')}>
                  <DecimalInput
                    w={110}
                    aria-label={t('amend.quantityOf', { sku: line.sku })}
                    disabled={isFixed}
                    value={change.quantity}
                    error={fault('quantity')}
                    onChange={(quantity) => onEdit(line.id, { ...change, quantity })}
                  />
                </td>
                <td data-phone="line" data-label={t('common.unitPrice')}>
                  {may('sales.prices.set') ? (
                    <DecimalInput
                      w={120}
                      aria-label={t('amend.priceOf', { sku: line.sku })}
                      placeholder={format.money(line.unit_price, order.currency)}
                      disabled={isFixed}
                      value={change.price}
                      error={fault('unit_price')}
                      onChange={(price) => onEdit(line.id, { ...change, price })}
                    />
                  ) : (
                    format.money(line.unit_price, order.currency)
                  )}
                </td>
                <td data-phone="line" data-label={t('amend.rest')}>
                  <Checkbox
                    size="xs"
                    label={t('amend.cancelRest')}
                    aria-label={t('amend.cancelRestOf', { sku: line.sku })}
                    checked={change.isRestCancelled}
                    onChange={(event) => onEdit(line.id, { ...change, isRestCancelled: event.currentTarget.checked })}
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
