// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';

import type { OfReporting } from '~/api/schemas';
import { show } from '~/testing/dom';

import { FigureCard } from './FigureCard';

const figure = (fields: Partial<OfReporting['FigureOut']>): OfReporting['FigureOut'] => ({
  id: 'sales',
  unit: 'money',
  better: 'up',
  value: '1200.00',
  previous: '1000.00',
  change: '0.2000',
  is_better: true,
  trend: ['500.00', '700.00'],
  ...fields,
});

test('a figure says how it compares with the period before, and leads to its list', async () => {
  await show(<FigureCard name="Sales" figure={figure({})} path="/margins" />);
  const card = screen.getByRole('link', { name: /Sales/ });
  expect(card.getAttribute('href')).toBe('/margins');
  expect(card.textContent).toContain('+20.0%');
  expect(card.textContent).toContain('was €1.0k');
});

test('a rate moves by points, and leads nowhere for who may not see its list', async () => {
  const rate = figure({ unit: 'rate', value: '0.31', previous: '0.335', change: '-0.025', is_better: false });
  await show(<FigureCard name="Margin rate" figure={rate} path={null} />);
  expect(screen.queryByRole('link')).toBeNull();
  expect(screen.getByText(/2.5 pt/).textContent).toContain('−2.5 pt');
});

test('what was not measured is shown as such', async () => {
  await show(
    <FigureCard
      name="On time"
      figure={figure({ value: null, previous: null, change: null, trend: [null] })}
      path={null}
    />,
  );
  expect(screen.getByText('–')).toBeDefined();
});
