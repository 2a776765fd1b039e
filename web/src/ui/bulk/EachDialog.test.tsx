// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';

import { Refused } from '~/api/problem';
import { show } from '~/testing/dom';
import { Toasts } from '~/ui/Toasts';

import { EachDialog } from './EachDialog';
import type { Job } from './job';

const ROWS = ['SO-1', 'SO-2', 'SO-3'];
const short = new Refused({ type: '/problems/short', title: 'Short', status: 409, detail: 'Nothing of P-1 is left.' });

function job(changes: Partial<Job<string>> = {}): Job<string> {
  return {
    title: 'Confirm 3 drafts',
    hint: 'Each on its own.',
    rows: ROWS,
    nameOf: (row) => row,
    act: () => Promise.resolve(null),
    done: (count) => `${count} confirmed`,
    settled: vi.fn(),
    ...changes,
  };
}

test('where all is done the dialog closes, and no row stays ticked', async () => {
  const [asked, closed] = [job(), vi.fn()];
  await show(<EachDialog job={asked} onClose={closed} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Confirm 3 drafts' }));
  await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  expect(asked.settled).toHaveBeenCalledWith([]);
});

test('what is refused is told row by row with its reason, and stays ticked', async () => {
  const act = (row: string) => (row === 'SO-2' ? Promise.reject(short) : Promise.resolve(null));
  const [asked, closed] = [job({ act }), vi.fn()];
  await show(<EachDialog job={asked} onClose={closed} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Confirm 3 drafts' }));
  expect(await screen.findByText('Nothing of P-1 is left.')).toBeTruthy();
  expect(screen.getByText('2 confirmed')).toBeTruthy();
  expect(screen.getByText('1 refused')).toBeTruthy();
  const [close] = screen.getAllByRole('button', { name: 'Close' }).reverse();
  expect(document.activeElement).toBe(close);
  await userEvent.keyboard('{Enter}');
  expect(asked.settled).toHaveBeenCalledWith(['SO-2']);
  expect(closed).toHaveBeenCalled();
});

test('a reason that must be given goes to every row', async () => {
  const act = vi.fn(() => Promise.resolve(null));
  await show(<EachDialog job={job({ act, reason: 'required' })} onClose={() => {}} />);
  const go = await screen.findByRole<HTMLButtonElement>('button', { name: 'Confirm 3 drafts' });
  expect(go.disabled).toBe(true);
  await userEvent.type(screen.getByRole('textbox'), ' Twice ordered ');
  await userEvent.click(go);
  await vi.waitFor(() => expect(act).toHaveBeenCalledTimes(3));
  expect(act).toHaveBeenCalledWith('SO-3', 'Twice ordered');
});

test('what is done with something to know says it', async () => {
  const act = (row: string) => Promise.resolve(row === 'SO-1' ? 'waits for an approval.' : null);
  const asked = job({ act });
  await show(<EachDialog job={asked} onClose={() => {}} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Confirm 3 drafts' }));
  expect(await screen.findByText('waits for an approval.')).toBeTruthy();
  expect(screen.getByText('3 confirmed')).toBeTruthy();
});

test('what has an opposite can be undone for a moment, row by row', async () => {
  const undo = vi.fn(() => Promise.resolve());
  await show(
    <>
      <Toasts />
      <EachDialog job={job({ undo, done: (count) => `${count} let go` })} onClose={() => {}} />
    </>,
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Confirm 3 drafts' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(await screen.findByText('Undone.')).toBeTruthy();
  expect(undo.mock.calls).toEqual([['SO-1'], ['SO-2'], ['SO-3']]);
  await vi.waitFor(() => expect(screen.queryByText('3 let go')).toBeNull());
});

test('before anything is done the dialog says which rows it will be, and what they amount to', async () => {
  const rows = Array.from({ length: 8 }, (_, n) => `SO-${n + 1}`);
  await show(<EachDialog job={job({ rows, total: '€1,200.00' })} onClose={() => {}} />);
  expect(await screen.findByText('SO-5')).toBeTruthy();
  expect(screen.queryByText('SO-6')).toBeNull();
  expect(screen.getByText('and 3 more')).toBeTruthy();
  expect(screen.getByText('Total: €1,200.00')).toBeTruthy();
});
