// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';

import { show } from '~/testing/dom';

import { Picker, useSearch } from './Picker';

const BOLT = { id: '1', name: 'Bolt', note: 'B-1' };
const NUT = { id: '2', name: 'Nut', note: 'N-1' };

/** Finds bolts at first, and nuts once it has been asked for them. */
function Field({ onChange }: { onChange: (id: string) => void }) {
  const search = useSearch();
  return (
    <Picker
      search={search}
      label="Part"
      placeholder=""
      value=""
      chosen=""
      options={search.query === 'nut' ? [NUT] : [BOLT]}
      isAnswered
      onChange={onChange}
    />
  );
}

test('Enter before the answer waits for it, and takes what was typed for', async () => {
  const onChange = vi.fn();
  await show(<Field onChange={onChange} />);
  const field = screen.getByRole('textbox', { name: 'Part' });
  await userEvent.click(field);
  fireEvent.change(field, { target: { value: 'nut' } });
  fireEvent.keyDown(field, { key: 'Enter', code: 'Enter' });
  expect(onChange).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledExactlyOnceWith('2'));
});

test('Enter before the answer is kept when one has gone on to another field', async () => {
  const onChange = vi.fn();
  await show(<Field onChange={onChange} />);
  const field = screen.getByRole('textbox', { name: 'Part' });
  await userEvent.click(field);
  fireEvent.change(field, { target: { value: 'nut' } });
  fireEvent.keyDown(field, { key: 'Enter', code: 'Enter' });
  expect(onChange).not.toHaveBeenCalled();
  await userEvent.click(document.body);
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledExactlyOnceWith('2'));
});

test('Going on without Enter takes nothing', async () => {
  const onChange = vi.fn();
  await show(<Field onChange={onChange} />);
  const field = screen.getByRole('textbox', { name: 'Part' });
  await userEvent.type(field, 'nut');
  await screen.findByText('Nut');
  await userEvent.click(document.body);
  expect(onChange).not.toHaveBeenCalled();
  expect((field as HTMLInputElement).value).toBe('');
});

test('Enter after the answer takes the first of what is found', async () => {
  const onChange = vi.fn();
  await show(<Field onChange={onChange} />);
  const field = screen.getByRole('textbox', { name: 'Part' });
  await userEvent.type(field, 'nut');
  await screen.findByText('Nut');
  await vi.waitFor(() => expect(screen.getByRole('option', { name: /Nut/u }).dataset.comboboxSelected).toBe('true'));
  await userEvent.keyboard('{Enter}');
  expect(onChange).toHaveBeenCalledExactlyOnceWith('2');
});
