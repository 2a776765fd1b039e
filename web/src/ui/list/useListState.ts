import { useLocalStorage } from '@mantine/hooks';
import { useSearchParams } from 'react-router';

import type { Column, Filter, Values } from './column';

export interface View {
  name: string;
  search: string;
  columns: string[];
}

interface Kept {
  columns: string[] | null;
  views: View[];
}

export interface ListState {
  values: Values; // of the filters that are set
  sort: string;
  setValue: (key: string, value: string) => void;
  toggleSort: (field: string) => void;
  reset: () => void;
  columns: string[];
  setColumns: (keys: string[]) => void;
  views: View[];
  saveView: (name: string) => void;
  deleteView: (name: string) => void;
  applyView: (view: View) => void;
}

/** How a list is filtered and sorted, in the address; and its columns and views, kept in this browser. */
export function useListState<T>(
  id: string,
  columns: readonly Column<T>[],
  filters: readonly Filter[],
  defaultSort: string,
): ListState {
  const [search, setSearch] = useSearchParams();
  const [kept, setKept] = useLocalStorage<Kept>({
    key: `comptoir.list.${id}`,
    defaultValue: { columns: null, views: [] },
    getInitialValueInEffect: false,
  });
  const shown = kept.columns ?? columns.filter((column) => !column.isHidden).map((column) => column.key);
  const change = (edit: (next: URLSearchParams) => void) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        edit(next);
        return next;
      },
      { replace: true },
    );
  const sort = search.get('sort') ?? defaultSort;
  return {
    values: Object.fromEntries(filters.flatMap(({ key }) => (search.get(key) ? [[key, search.get(key) ?? '']] : []))),
    sort,
    setValue: (key, value) => change((next) => (value ? next.set(key, value) : next.delete(key))),
    toggleSort: (field) => change((next) => next.set('sort', sort === field ? `-${field}` : field)),
    reset: () => setSearch({}, { replace: true }),
    columns: shown,
    setColumns: (keys) => setKept({ ...kept, columns: keys }),
    views: kept.views,
    saveView: (name) => {
      const others = kept.views.filter((view) => view.name !== name);
      setKept({ ...kept, views: [...others, { name, search: search.toString(), columns: shown }] });
    },
    deleteView: (name) => setKept({ ...kept, views: kept.views.filter((view) => view.name !== name) }),
    applyView: (view) => {
      setSearch(new URLSearchParams(view.search), { replace: true });
      setKept({ ...kept, columns: view.columns });
    },
  };
}
