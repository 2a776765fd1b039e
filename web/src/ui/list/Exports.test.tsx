// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';

import { show } from '~/testing/dom';
import * as files from '~/ui/save';

import type { Column } from './column';
import { everything, Exports } from './Exports';

interface Row {
  name: string;
  amount: string;
}

const COLUMNS: Column<Row>[] = [
  { key: 'name', title: 'Name', cell: (it) => it.name, text: (it) => Promise.resolve(it.name) },
  { key: 'amount', title: 'Amount', cell: (it) => it.amount, text: (it) => it.amount, isFigure: true },
];
const ROWS = [{ name: '=HYPERLINK("x")', amount: '-12.50' }];

test.each([
  ['Export as CSV', 'things.csv', '\'=HYPERLINK(""x"")'],
  ['Export as XLSX', 'things.xlsx', '<t xml:space="preserve">=HYPERLINK("x")</t>'],
])('%s writes a file in which a text acts as no formula', async (button, name, text) => {
  const save = vi.spyOn(files, 'save').mockImplementation(() => undefined);
  await show(<Exports id="things" columns={COLUMNS} load={() => Promise.resolve({ rows: ROWS, isCut: false })} />);
  await userEvent.click(screen.getByRole('button', { name: button }));
  await vi.waitFor(() => expect(save).toHaveBeenCalled());
  const [written, content] = save.mock.calls.at(-1) ?? [];
  expect(written).toBe(name);
  expect(await content?.text()).toContain(text);
  save.mockRestore();
});

test('a file has all pages', async () => {
  const pages: Record<string, { items: Row[]; next_cursor: string | null }> = {
    '': { items: ROWS, next_cursor: 'b' },
    b: { items: ROWS, next_cursor: null },
  };
  const found = await everything((cursor) => Promise.resolve(pages[cursor] ?? { items: [] }));
  expect(found).toEqual({ rows: [...ROWS, ...ROWS], isCut: false });
});
