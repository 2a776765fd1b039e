import type { ReactNode } from 'react';

/** One column of a list. `text` is what the CSV file gets; a promise where the cell looks a name up. */
export interface Column<T> {
  key: string;
  title: string;
  cell: (row: T) => ReactNode;
  text: (row: T) => string | null | undefined | Promise<string>;
  sort?: string; // the service's name of the field to sort by
  isFigure?: boolean;
  isHidden?: boolean; // until somebody chooses it
  onPhone?: 'title' | 'side' | 'line'; // where a narrow screen shows it; nowhere if left out
}

/** One page of a service's list. */
export interface PageOf<T> {
  items: T[];
  next_cursor?: string | null;
}

export type Values = Record<string, string>;

/** What a list can be narrowed by. Its `key` is the query parameter, in our address and in the service's. */
export type Filter =
  | { kind: 'search'; key: string; label: string }
  | { kind: 'choice'; key: string; label: string; options: { value: string; label: string }[] }
  | { kind: 'text'; key: string; label: string }
  | { kind: 'day'; key: string; label: string }
  | { kind: 'tick'; key: string; label: string }
  | { kind: 'figure'; key: string } // set by the figures above the list
  | { kind: 'partner'; key: string; label: string; side: 'customer' | 'supplier' };
