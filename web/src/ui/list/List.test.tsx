// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';

import { Refused } from '~/api/problem';
import { show } from '~/testing/dom';

import type { Column } from './column';
import { List, type Asked } from './List';

interface Row {
  id: string;
  name: string;
}

const COLUMNS: Column<Row>[] = [
  { key: 'name', title: 'Name', cell: (it) => it.name, text: (it) => it.name, sort: 'name' },
];
const ROWS = [
  { id: '1', name: 'Bolt' },
  { id: '2', name: 'Nut' },
];

const things = (load: (values: Record<string, string>, asked: Asked) => Promise<{ items: Row[] }>) => (
  <List
    id="things"
    title="Things"
    columns={COLUMNS}
    filters={[{ kind: 'search', key: 'q', label: 'Search' }]}
    defaultSort="name"
    load={load}
    rowKey={(it) => it.id}
    rowPath={(it) => `/things/${it.id}`}
    empty={{ title: 'No thing yet', hint: 'Things appear here.' }}
  />
);
const allRows = () => Promise.resolve({ items: ROWS });

test('filters and order come from the address and go to the service', async () => {
  const load = vi.fn(allRows);
  await show(things(load), '/?q=bolt&sort=-name');
  await screen.findByText('Bolt');
  expect(load).toHaveBeenCalledWith({ q: 'bolt' }, { limit: 50, sort: '-name' });
});

test('a click on a column turns the order around, in the address', async () => {
  const router = await show(things(allRows));
  await screen.findByText('Bolt');
  await userEvent.click(screen.getByRole('button', { name: 'Name' }));
  expect(router.state.location.search).toBe('?sort=-name');
});

test('j, j and Enter open the second row', async () => {
  const router = await show(things(allRows));
  await screen.findByText('Bolt');
  await userEvent.keyboard('jj{Enter}');
  expect(router.state.location.pathname).toBe('/things/2');
});

test('nothing there is not the same as nothing found', async () => {
  await show(things(() => Promise.resolve({ items: [] })));
  expect(await screen.findByText('Things appear here.')).toBeTruthy();
  await show(
    things(() => Promise.resolve({ items: [] })),
    '/?q=none',
  );
  expect(await screen.findByText('No row matches these filters')).toBeTruthy();
});

test('a refusal is told in the words of the service', async () => {
  const problem = { type: '/problems/unavailable', title: 'Away', status: 503, detail: 'Stock does not answer.' };
  await show(things(() => Promise.reject(new Refused(problem))));
  expect(await screen.findByText('Stock does not answer.')).toBeTruthy();
});

test('a long list draws the rows near the window and says how many there are', async () => {
  const many = Array.from({ length: 1000 }, (_, n) => ({ id: String(n), name: `Bolt ${n}` }));
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(41);
  await show(things(() => Promise.resolve({ items: many })));
  const table = await screen.findByRole('table', { name: 'Things' });
  expect(table.getAttribute('aria-rowcount')).toBe('1001');
  expect(table.querySelectorAll('tr[data-row]').length).toBeLessThan(200);
  vi.restoreAllMocks();
});

test('rows are ticked by x, or all at once, and what is done is done to them', async () => {
  await show(
    <List
      id="things"
      title="Things"
      columns={COLUMNS}
      load={allRows}
      rowKey={(it) => it.id}
      bulk={(rows, clear) => <button onClick={() => clear()}>{rows.map(({ name }) => name).join('+')}</button>}
    />,
  );
  await screen.findByText('Bolt');
  await userEvent.keyboard('jjx');
  expect(screen.getByRole('button', { name: 'Nut' })).toBeTruthy();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Choose all rows' }));
  expect(screen.getByText('2 chosen')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Bolt+Nut' }));
  expect(screen.queryByText('2 chosen')).toBeNull();
});
