import type { ReactNode } from 'react';

/** The same act on many rows, as somebody asks for it. */
export interface Job<T> {
  title: string; // and what the button says
  hint: ReactNode;
  rows: readonly T[];
  nameOf: (row: T) => string;
  act: (row: T, reason: string) => Promise<string | null>; // what there is to know of this one, if anything
  done: (count: number) => string;
  reason?: 'required' | 'optional';
  isFinal?: boolean; // it cannot be undone
  undo?: (row: T) => Promise<unknown>; // the opposite act, offered for a moment once all is done
  total?: string; // what the rows amount to
  settled: (left: readonly T[]) => void; // the rows that nothing was done to
}
