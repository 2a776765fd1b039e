// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { show } from '~/testing/dom';

import { NewVersion } from './NewVersion';
import { hasNewerVersion, newVersion, reloadForGoneFile } from './version';

const MINUTE_MS = 60_000;

let served = 'one';
let asked = 0;
const reload = vi.fn();
const original = globalThis.fetch;

beforeEach(() => {
  [served, asked] = ['one', 0];
  reload.mockClear();
  sessionStorage.clear();
  newVersion.set(false);
  document.head.innerHTML = '<meta name="version" content="one">';
  vi.stubGlobal('location', { reload });
  globalThis.fetch = () => {
    asked += 1;
    return Promise.resolve(new Response(JSON.stringify({ version: served })));
  };
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  globalThis.fetch = original;
  notifications.clean();
});

const comeBack = () => act(() => Promise.resolve(window.dispatchEvent(new Event('focus'))));

test('who comes back to a tab is told of a newer version, and asked for no more than every five minutes', async () => {
  await show(<NewVersion />);
  served = 'two';
  await comeBack();
  vi.setSystemTime(Date.now() + 6 * MINUTE_MS);
  await comeBack();
  await comeBack();
  expect(await screen.findByRole('button', { name: 'A new version is ready – Reload' })).toBeTruthy();
  expect(asked).toBe(1);
});

test('the next screen opens in the newer version, unless there is something to read first', async () => {
  const router = await show(<NewVersion />, '/orders');
  served = 'two';
  await act(hasNewerVersion);
  act(() => void notifications.show({ message: 'Saved' }));
  await act(() => router.navigate('/orders/7'));
  expect(reload).not.toHaveBeenCalled();
  act(() => notifications.clean());
  await act(() => router.navigate('/orders/7?tab=lines'));
  expect(reload).not.toHaveBeenCalled();
  await act(() => router.navigate('/stock'));
  expect(reload).toHaveBeenCalledOnce();
});

test('a file that is gone leads to the newer version, once', async () => {
  expect(await reloadForGoneFile()).toBe(false); // it is this build that lacks it
  served = 'two';
  expect(await reloadForGoneFile()).toBe(true);
  expect(await reloadForGoneFile()).toBe(false);
  expect(reload).toHaveBeenCalledOnce();
});

test('a server that cannot tell has nothing newer', async () => {
  globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  expect(await hasNewerVersion()).toBe(false);
});
