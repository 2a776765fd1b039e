import { describe, expect, it } from 'vitest';

import { deliveryOf, faultsByRow, impossible, type Counted } from './received';

const ORDER = 'order';
const line = (id: string) => ({ id, purchase_order_id: ORDER });
const counted = (received: string, damaged = '', lot = ''): Counted => ({ received, damaged, lot, expires: '' });

describe('a delivery', () => {
  it('tells damaged pieces apart and leaves out what did not come', () => {
    const asked = deliveryOf([line('a'), line('b'), line('c')], {
      a: counted('9', '1'),
      b: counted('0'),
      c: counted('2.5'),
    });
    expect(asked.lines.map((it) => [it.purchase_order_line_id, it.quantity, it.is_damaged])).toEqual([
      ['a', '8', false],
      ['a', '1', true],
      ['c', '2.5', false],
    ]);
    expect(asked.rows).toEqual(['a', 'a', 'c']);
  });
  it('keeps to six decimals', () => {
    expect(deliveryOf([line('a')], { a: counted('0.3', '0.1') }).lines[0]?.quantity).toBe('0.2');
  });
  it('has no more damaged pieces than pieces', () => {
    expect(impossible({ a: counted('1', '2'), b: counted('2', '2') })).toEqual(['a']);
  });
  it('shows a refusal at the line that it is about', () => {
    const faults = faultsByRow({ 'lines.1.lot': 'Say which lot.', supplier_reference: 'Too long.' }, ['a', 'b']);
    expect(faults).toEqual({ b: 'Say which lot.' });
  });
});
