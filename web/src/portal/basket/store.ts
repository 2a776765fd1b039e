import { useSyncExternalStore } from 'react';

import { currentPerson } from '~/auth/session';

/**
 * What a customer means to order. It stays in his browser: prices and stock are asked anew whenever it is looked at and
 * nothing is held before the order, so there is nothing that a server would have to keep, or forget.
 */
export interface ShopLine {
  product: string;
  packaging: string; // empty: the stock unit
  quantity: string; // as services read it
}

export interface ShopBasket {
  lines: readonly ShopLine[];
  add: (lines: readonly ShopLine[]) => void;
  change: (position: number, quantity: string) => void;
  replace: (position: number, lines: readonly ShopLine[]) => void;
  remove: (position: number) => void;
  clear: () => void;
}

const listeners = new Set<() => void>();
let read: { key: string; text: string; lines: readonly ShopLine[] } = { key: '', text: '', lines: [] };

function key(): string {
  const person = currentPerson();
  return `comptoir.basket.${person?.customerId}.${person?.subject}`;
}

function current(): readonly ShopLine[] {
  const text = localStorage.getItem(key()) ?? '[]';
  if (read.key !== key() || read.text !== text) {
    read = { key: key(), text, lines: JSON.parse(text) as ShopLine[] };
  }
  return read.lines;
}

function keep(lines: readonly ShopLine[]): void {
  localStorage.setItem(key(), JSON.stringify(lines));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  globalThis.addEventListener('storage', listener); // another tab of the same customer
  return () => {
    listeners.delete(listener);
    globalThis.removeEventListener('storage', listener);
  };
}

const add = (lines: readonly ShopLine[]) => keep([...current(), ...lines]);
const change = (position: number, quantity: string) =>
  keep(current().map((line, n) => (n === position ? { ...line, quantity } : line)));
const replace = (position: number, lines: readonly ShopLine[]) =>
  keep(current().flatMap((line, n) => (n === position ? lines : [line])));
const remove = (position: number) => keep(current().filter((_, n) => n !== position));
const clear = () => keep([]);

export function useBasket(): ShopBasket {
  const lines = useSyncExternalStore(subscribe, current);
  return { lines, add, change, replace, remove, clear };
}
