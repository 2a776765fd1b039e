import { ActionIcon, Badge, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import classes from '~/ui/list/List.module.css';

import { MarginRate, WhyLine } from '../lines/WhyLine';
import { CancelLine } from './CancelLine';

type Details = OfSales['OrderDetailsOut'];
type Line = Details['lines'][number];

export function OrderLines({ order }: { order: Details }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const [opened, setOpened] = useState<string | null>(null);
  const showsMargin = order.lines.some((line) => line.margin?.margin_rate);
  const promise = (line: Line) =>
    line.promised_on ? format.date(line.promised_on) : line.promise_reason ? word('promise', line.promise_reason) : '–';
  return (
    <Card title={t('orders.lines')} side={<Badge color="gray">{order.lines.length}</Badge>} isFlush>
      <table className={classes.table} aria-label={t('orders.lines')}>
        <thead>
          <tr>
            <th scope="col">{t('common.product')}</th>
            <th scope="col" data-figure="true">
              {t('common.quantity')}
            </th>
            <th scope="col" data-figure="true">
              {t('orders.shipped')}
            </th>
            <th scope="col">{t('orders.promised')}</th>
            <th scope="col" data-figure="true">
              {t('common.unitPrice')}
            </th>
            {showsMargin ? (
              <th scope="col" data-figure="true">
                {t('common.margin')}
              </th>
            ) : null}
            <th scope="col" data-figure="true">
              {t('common.net')}
            </th>
            <th scope="col" aria-label={t('orders.why')} />
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <Fragment key={line.id}>
              <tr data-opens onClick={() => setOpened(opened === line.id ? null : line.id)}>
                <td data-phone="title">
                  <Link
                    className={classes.rowLink ?? ''}
                    to={`/products/${line.product_id}`}
                    onClick={(event) => event.stopPropagation()}
                  >
                    {line.description}
                  </Link>
                  <Text size="xs" c="dimmed">
                    {line.sku}
                    {Number(line.quantity_backordered) > 0
                      ? ` · ${t('orders.backordered')} ${format.number(line.quantity_backordered)}`
                      : ''}
                  </Text>
                </td>
                <td data-figure="true" data-phone="line" data-label={t('common.quantity')}>
                  {format.number(line.quantity)}
                </td>
                <td data-figure="true">{format.number(line.quantity_shipped)}</td>
                <td>{promise(line)}</td>
                <td data-figure="true" data-phone="line" data-label={t('common.unitPrice')}>
                  {format.money(line.unit_price, order.currency)}
                </td>
                {showsMargin ? (
                  <td data-figure="true">
                    <MarginRate margin={line.margin} />
                  </td>
                ) : null}
                <td data-figure="true" data-phone="side">
                  {format.money(line.net, order.currency)}
                </td>
                <td>
                  <ActionIcon
                    size="sm"
                    aria-expanded={opened === line.id}
                    aria-label={t('orders.showWhy', { sku: line.sku })}
                    onClick={(event) => {
                      event.stopPropagation();
                      setOpened(opened === line.id ? null : line.id);
                    }}
                  >
                    {opened === line.id ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
                  </ActionIcon>
                </td>
              </tr>
              {opened === line.id ? (
                <tr>
                  <td
                    colSpan={showsMargin ? 8 : 7}
                    data-phone="line"
                    style={{ whiteSpace: 'normal', maxWidth: 'none' }}
                  >
                    <WhyLine steps={line.steps} margin={line.margin} currency={order.currency} />
                    <CancelLine order={order} line={line} />
                  </td>
                </tr>
              ) : null}
            </Fragment>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
