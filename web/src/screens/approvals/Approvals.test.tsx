// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';

import { EachDialog } from '~/ui/bulk/EachDialog';
import { show } from '~/testing/dom';

import type { Decision } from './decide';
import type { Approval } from './inbox';
import { useManyDecisions } from './useManyDecisions';

const post = vi.hoisted(() => vi.fn());
vi.mock('~/api/client', () => ({ api: { POST: post }, hooks: {} }));

const asked = (id: string, subject: string, amount: string) =>
  ({ id, service: 'sales', subject, amount, document_number: `SO-${id}` }) as Approval;
const THREE = [asked('1', 'margin', '10.10'), asked('2', 'margin', '0.20'), asked('3', 'credit', '5.00')];

function Many({ decision, settled }: { decision: Decision; settled: (left: readonly Approval[]) => void }) {
  const many = useManyDecisions();
  return <EachDialog job={many(THREE, decision, settled)} onClose={() => {}} />;
}

test('many are refused with one reason, each by itself; what a service refuses is told and stays chosen', async () => {
  const settled = vi.fn();
  const problem = { title: 'Decided', status: 409, detail: 'It was approved meanwhile.', type: '/problems/decided' };
  post.mockImplementation((_: string, { body }: { body: { items: { id: string }[] } }) => {
    const id = body.items[0]?.id;
    return Promise.resolve({ data: { items: [{ id, problem: id === '2' ? problem : null }] } });
  });
  await show(<Many decision="reject" settled={settled} />);
  const dialog = await screen.findByRole('dialog', { name: 'Refuse 3 requests' });
  expect(within(dialog).getByText(/€15.30/)).toBeTruthy();
  await userEvent.type(within(dialog).getByRole('textbox'), 'Too thin');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Refuse 3 requests' }));
  expect(await screen.findByText('It was approved meanwhile.')).toBeTruthy();
  expect(post).toHaveBeenCalledTimes(3);
  const items = [{ id: '3', decision: 'reject', comment: 'Too thin' }];
  expect(post).toHaveBeenCalledWith('/api/sales/v1/approvals/decide', { body: { items } });
  await userEvent.keyboard('{Enter}');
  expect(settled).toHaveBeenCalledWith([THREE[1]]);
});
