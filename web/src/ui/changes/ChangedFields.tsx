import { Text } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { PartnerName, ProductName } from '~/ui/Name';
import { useUnit } from '~/ui/useUnit';

import { changesOf, isNothing, partsOf, plain, type Changes } from './changes';

const LINES = 3; // of one field; the hint has all of them
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const OF_PARTNERS = /(partner|customer|supplier)_id$/;
const OF_PRODUCTS = /(product|replaced_by)(_id)?$/;
const NUMBER = /^-?\d+(\.\d+)?$/;
const RATES = /_rate$/;
const FIGURES = /(limit|amount|price|cost|net|gross|quantity|left|value|kg|m3)$/; // other numbers may be codes
const UNITS = /(^|_)uom$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d{4}-\d\d-\d\dT/;
type Words = Parameters<ReturnType<typeof useWord>>[0];
const WORDS: Record<string, Words> = {
  roles: 'roleName',
  costing_method: 'costingMethod',
  tracking: 'tracking',
  kind: 'addressKind',
};
const STATES: Record<string, Words> = {
  bill: 'billStatus',
  blanket_order: 'blanketStatus',
  import: 'importStatus',
  offer: 'offerStatus',
  payment_run: 'runStatus',
  period: 'periodStatus',
  price_exception: 'exceptionStatus',
  price_list: 'priceListStatus',
  product: 'productStatus',
  return: 'returnStatus',
  supplier_bill: 'billStatus',
};

/** Each field of a change before and after, as people say it: names in place of ids, words in place of codes. */
export function ChangedFields({ entity = '', changes }: { entity?: string; changes: Changes }) {
  const word = useWord();
  const states = STATES[entity] ?? 'orderStatus';
  return changesOf(changes).map(({ field, before, after }) => (
    <Text key={field} size="sm" c="dimmed" lineClamp={LINES} title={`${plain(before)} › ${plain(after)}`}>
      <b>{word('field', field)}</b>{' '}
      {isNothing(before) ? null : (
        <>
          <Said field={field} value={before} states={states} /> ›{' '}
        </>
      )}
      <Said field={field} value={after} states={states} />
    </Text>
  ));
}

interface SaidProps {
  field: string;
  value: unknown;
  states: Words; // of the record
}

function Said({ field, value, states }: SaidProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  if (isNothing(value)) return plain(value);
  if (typeof value === 'boolean') return t(value ? 'list.yes' : 'list.no');
  if (Array.isArray(value))
    return <Several parts={value.map((each: unknown) => [field, each])} between=", " states={states} />;
  if (typeof value === 'object') return <Several parts={partsOf(value)} between=" · " states={states} />;
  const text = plain(value);
  if (ID.test(text) && OF_PARTNERS.test(field)) return <PartnerName id={text} />;
  if (ID.test(text) && OF_PRODUCTS.test(field)) return <ProductName id={text} isLink={false} />;
  if (UNITS.test(field)) return <Unit code={text} />;
  const list = field === 'status' ? states : WORDS[field];
  if (list) return word(list, text);
  if (NUMBER.test(text) && RATES.test(field)) return format.exactRate(text);
  if (NUMBER.test(text) && FIGURES.test(field)) return format.number(text);
  if (TIME.test(text)) return format.time(text);
  return DAY.test(text) ? format.date(text) : text;
}

interface SeveralProps {
  parts: readonly [string, unknown][];
  between: string;
  states: Words;
}

function Several({ parts, between, states }: SeveralProps) {
  return parts.map(([field, value], position) => (
    <Fragment key={position}>
      {position > 0 ? between : null}
      <Said field={field} value={value} states={states} />
    </Fragment>
  ));
}

function Unit({ code }: { code: string }) {
  return useUnit()(code);
}
