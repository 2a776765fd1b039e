// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';

import { show } from '~/testing/dom';

import { PrintMany } from './PrintMany';

test('many are printed each in its own language, or all in one', async () => {
  const load = vi.fn(() => Promise.resolve({}));
  await show(<PrintMany label="Print" name="orders.pdf" count={3} load={load} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Print' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Language of each customer' }));
  expect(load).toHaveBeenLastCalledWith(null);
});

test('more than the services print in one file are not asked for', async () => {
  await show(<PrintMany label="Print" name="orders.pdf" count={101} load={() => Promise.resolve({})} />);
  expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Print' })).disabled).toBe(true);
});
