// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';

import { show } from '~/testing/dom';

import Suppliers from './Suppliers';

const get = vi.hoisted(() => vi.fn());
vi.mock('~/api/client', () => ({ api: { GET: get } }));

test('scores are of the period in the address, and lead to the supplier in the same period', async () => {
  const score = { supplier_id: 's', name: 'Litware', code: 'L', lines_due: 4, on_time: '0.5' };
  get.mockResolvedValue({ data: { items: [score] } });
  await show(<Suppliers />, '/suppliers?since=2013-01-01&until=2013');
  const link = await screen.findByRole('link', { name: 'Litware' });
  const query = { since: '2013-01-01' }; // what is not a day yet is not asked for
  expect(get).toHaveBeenCalledWith('/api/purchasing/v1/supplier-scores', { params: { query } });
  expect(link.getAttribute('href')).toBe('/suppliers/s?since=2013-01-01&until=2013');
});
