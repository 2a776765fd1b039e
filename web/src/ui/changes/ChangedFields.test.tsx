// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';

import { show } from '~/testing/dom';

import { ChangedFields } from './ChangedFields';

const told = () => screen.getAllByTitle(/›/).map(({ textContent }) => textContent);

test('codes are told in words, and what was nothing before is not told', async () => {
  await show(
    <ChangedFields
      changes={{
        is_active: [true, false],
        costing_method: [null, 'fifo'],
        roles: [['buyer'], ['buyer', 'auditor']],
        packagings: [[], [{ code: 'BOX', numerator: 12, gtin: null }]],
        name: ['A', null],
      }}
    />,
  );
  expect(told()).toEqual([
    'Active Yes › No',
    'Costing method FIFO',
    'Roles Buyer › Buyer, Auditor',
    'Packagings BOX · 12',
    'Name A › –',
  ]);
});

test('figures are written as the reader writes them, codes as they are', async () => {
  await show(
    <ChangedFields
      changes={{ credit_limit: ['1700.00', '2700'], approval_rate: [null, '0.10'], code: ['1700', '2700'] }}
    />,
  );
  expect(told()).toEqual(['Credit limit 1,700 › 2,700', 'Margin to approve below 10.0%', 'Code 1700 › 2700']);
});

test('a state is that of the record', async () => {
  await show(<ChangedFields entity="import" changes={{ status: ['applied', 'undone'] }} />);
  expect(told()).toEqual(['Status Imported › Undone']);
});

test('an id that is no known record is told as it is', async () => {
  const id = '01a21eca-af48-7da5-8994-1dc672f48aea';
  await show(<ChangedFields changes={{ document: [null, id] }} />);
  expect(told()).toEqual([`Document ${id}`]);
});
