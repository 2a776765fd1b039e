import { useState } from 'react';

export interface Selection<T> {
  rows: readonly T[]; // those of the shown rows that are ticked
  has: (row: T) => boolean;
  toggle: (row: T) => void;
  isAll: boolean;
  toggleAll: () => void;
  keep: (rows: readonly T[]) => void; // these alone stay ticked
}

/** Which of the shown rows are ticked. What is no longer shown is not ticked: nothing is done to what one does not see. */
export function useSelection<T>(shown: readonly T[], rowKey: (row: T) => string): Selection<T> {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const rows = shown.filter((row) => keys.has(rowKey(row)));
  const isAll = rows.length > 0 && rows.length === shown.length;
  return {
    rows,
    has: (row) => keys.has(rowKey(row)),
    toggle: (row) =>
      setKeys((before) => {
        const next = new Set(before);
        if (!next.delete(rowKey(row))) next.add(rowKey(row));
        return next;
      }),
    isAll,
    toggleAll: () => setKeys(new Set(isAll ? [] : shown.map(rowKey))),
    keep: (kept) => setKeys(new Set(kept.map(rowKey))),
  };
}
