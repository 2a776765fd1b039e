import { Button, Group, type ButtonProps } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { save } from '~/ui/save';
import { useAct } from '~/ui/useAct';

import type { Column, PageOf } from './column';
import { csvOf } from './csv';

interface Props<T> extends ButtonProps {
  id: string; // the file's name
  columns: readonly Column<T>[];
  load: () => Promise<Exported<T>>;
  chosen?: number; // how many rows, when not all of the table's
  label?: (format: string) => string; // what the button does, where that is not all of a table
}

export interface Exported<T> {
  rows: readonly T[];
  isCut: boolean; // there are more, that do not go into a file
}

export type Kind = 'csv' | 'xlsx';

const MOST = 10_000;
const PAGE = 200;

/** The rows of a table as a file for spreadsheets, in which no text acts as a formula. */
export function Exports<T>(props: Props<T>) {
  return (
    <Group gap={0} wrap="nowrap">
      <Export kind="csv" {...props} />
      <Export kind="xlsx" {...props} />
    </Group>
  );
}

function Export<T>({ kind, id, columns, load, chosen, label, ...button }: Props<T> & { kind: Kind }) {
  const { t, i18n } = useTranslation();
  const format = kind.toUpperCase();
  const act = useAct({
    act: async () => {
      const { rows, isCut } = await load();
      const body = await Promise.all(
        rows.map((row) => Promise.all(columns.map(async (column) => (await column.text(row)) ?? ''))),
      );
      save(`${id}.${kind}`, await fileOf(kind, columns, body, i18n.language));
      notifications.show({ message: t(isCut ? 'list.exportCut' : 'list.exported', { count: rows.length }) });
    },
    changes: [],
  });
  return (
    <Button
      variant="subtle"
      color="gray"
      px="xs"
      leftSection={kind === 'csv' ? <IconDownload size={15} /> : undefined}
      loading={act.isPending}
      onClick={() => act.mutate()}
      aria-label={
        label?.(format) ??
        (chosen === undefined ? t('list.export', { format }) : t('list.exportChosen', { count: chosen, format }))
      }
      {...button}
    >
      {format}
    </Button>
  );
}

interface Titled {
  title: string;
  isFigure?: boolean;
}

const FILES: Record<Kind, (columns: readonly Titled[], body: string[][], language: string) => Promise<Blob>> = {
  csv: (columns, body, language) => {
    const text = csvOf([columns.map(({ title }) => title), ...body], language);
    return Promise.resolve(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  },
  xlsx: async (columns, body) => {
    const { xlsxOf } = await import('./xlsx');
    const cells = body.map((row) => row.map((text, at) => ({ text, isFigure: columns[at]?.isFigure ?? false })));
    return xlsxOf(
      columns.map(({ title }) => title),
      cells,
    );
  },
};

/** A table as a file for spreadsheets. */
export function fileOf(kind: Kind, columns: readonly Titled[], body: string[][], language: string): Promise<Blob> {
  return FILES[kind](columns, body, language);
}

/** All pages of a list, as far as they go into a file. */
export async function everything<T>(
  loadPage: (cursor: string, limit: number) => Promise<PageOf<T>>,
): Promise<Exported<T>> {
  const rows: T[] = [];
  let cursor: string | null | undefined = '';
  do {
    const page: PageOf<T> = await loadPage(cursor, PAGE);
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && rows.length < MOST);
  return { rows, isCut: Boolean(cursor) };
}
