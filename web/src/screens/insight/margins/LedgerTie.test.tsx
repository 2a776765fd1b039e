// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';

import { show } from '~/testing/dom';

import { Tie } from './LedgerTie';

const month = {
  month: '2026-04-01',
  ledger_revenue: '90.00',
  cube_revenue: '90.00',
  revenue_difference: '0.00',
  ledger_cost: '10.00',
  cube_cost: '60.00',
  waiting_cost: '10.00',
  stock_value: '30.00',
};

test('equal margins say so, with what left and is not invoiced yet', async () => {
  await show(<Tie tie={{ is_equal: true, cost_difference: '0', stock_difference: '0', months: [month] }} />);
  const told = screen.getByText(/Equal to the ledger/);
  expect(told.textContent).toContain('€10.00');
  expect(screen.queryByRole('table')).toBeNull();
});

test('a difference is shown with its month', async () => {
  const wrong = { ...month, month: '2026-05-01', cube_revenue: '97.00', revenue_difference: '7.00' };
  await show(<Tie tie={{ is_equal: false, cost_difference: '0', stock_difference: '3.00', months: [wrong, month] }} />);
  const table = screen.getByRole('table');
  expect(table.textContent).toContain('2026-05');
  expect(table.textContent).toContain('€7.00');
  expect(table.textContent).not.toContain('2026-04');
  expect(screen.getByText(/differs by €3.00/)).toBeTruthy();
});
