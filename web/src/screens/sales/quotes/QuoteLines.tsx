import { ActionIcon, Badge, Group, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { OfSales } from '~/api/schemas';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import classes from '~/ui/list/List.module.css';

import { MarginRate, WhyLine } from '../lines/WhyLine';

type Offer = OfSales['OfferOut'];
type Goods = OfSales['OfferItemOut'] | OfSales['OfferKitOut'];

export function QuoteLines({ offer }: { offer: Offer }) {
  const { t } = useTranslation();
  const goods = offer.lines.filter((line) => line.kind !== 'text');
  return (
    <Card title={t('orders.lines')} side={<Badge color="gray">{goods.length}</Badge>} isFlush>
      <table className={classes.table} aria-label={t('orders.lines')}>
        <thead>
          <tr>
            <th scope="col">{t('common.product')}</th>
            <th scope="col" data-figure="true">
              {t('common.quantity')}
            </th>
            <th scope="col" data-figure="true">
              {t('common.unitPrice')}
            </th>
            <th scope="col" data-figure="true">
              {t('common.margin')}
            </th>
            <th scope="col" data-figure="true">
              {t('common.net')}
            </th>
            <th scope="col" aria-label={t('orders.why')} />
          </tr>
        </thead>
        <tbody>
          {offer.lines.map((line) =>
            line.kind === 'text' ? (
              <tr key={line.id}>
                <td colSpan={6} data-phone="title" style={{ whiteSpace: 'pre-line', maxWidth: 'none' }}>
                  <Text size="sm" fw={600}>
                    {line.text}
                  </Text>
                </td>
              </tr>
            ) : (
              <GoodsRow key={line.id} line={line} currency={offer.currency} />
            ),
          )}
        </tbody>
      </table>
    </Card>
  );
}

function GoodsRow({ line, currency }: { line: Goods; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const toggle = () => setIsOpen(!isOpen);
  return (
    <Fragment>
      <tr data-opens onClick={toggle}>
        <td data-phone="title">
          <Group gap="xs">
            <Link
              className={classes.rowLink ?? ''}
              to={`/products/${line.product_id}`}
              onClick={(event) => event.stopPropagation()}
            >
              {line.description}
            </Link>
            {line.choice === 'fixed' ? null : (
              <Badge color={line.is_counted ? 'blue' : 'gray'}>
                {t(`quotes.choices.${line.choice}`)} {line.group}
              </Badge>
            )}
          </Group>
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'pre-line' }}>
            {[line.sku, line.text].filter(Boolean).join(' · ')}
          </Text>
        </td>
        <td data-figure="true" data-phone="line" data-label={t('common.quantity')}>
          {format.number(line.quantity)}
        </td>
        <td data-figure="true" data-phone="line" data-label={t('common.unitPrice')}>
          {format.money(line.unit_price, currency)}
        </td>
        <td data-figure="true">
          {line.kind === 'item' ? <MarginRate margin={line.margin} /> : format.rate(line.margin_rate)}
        </td>
        <td data-figure="true" data-phone="side">
          <Text span inherit {...(line.is_counted ? {} : { c: 'dimmed' })}>
            {format.money(line.net, currency)}
          </Text>
        </td>
        <td>
          <ActionIcon
            size="sm"
            aria-expanded={isOpen}
            aria-label={t('orders.showWhy', { sku: line.sku })}
            onClick={(event) => {
              event.stopPropagation();
              toggle();
            }}
          >
            {isOpen ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
          </ActionIcon>
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={6} data-phone="line" style={{ whiteSpace: 'normal', maxWidth: 'none' }}>
            {line.kind === 'item' ? (
              <WhyLine steps={line.steps} margin={line.margin} currency={currency} />
            ) : (
              <Facts
                rows={line.parts.map(
                  (part) =>
                    [
                      `${format.number(part.quantity)} × ${part.description}`,
                      format.money(part.net, currency),
                    ] as const,
                )}
              />
            )}
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}
