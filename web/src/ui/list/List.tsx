import { Box, Button, Center, Loader, Text, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { Empty } from '~/ui/Empty';
import { Trouble } from '~/ui/Trouble';

import { BulkBar } from './BulkBar';
import type { Column, Filter, PageOf, Values } from './column';
import { Exports } from './Exports';
import classes from './List.module.css';
import { SkeletonRows, Table } from './Table';
import { Toolbar } from './Toolbar';
import { useHeight } from './useHeight';
import { useListState } from './useListState';
import { useRowKeys } from './useRowKeys';
import { useSelection } from './useSelection';

export interface Asked {
  limit: number;
  cursor?: string;
  sort?: string;
}

interface Props<T> {
  id: string; // under which columns and views are kept
  title: string;
  columns: readonly Column<T>[];
  filters?: readonly Filter[];
  defaultSort?: string;
  load: (filters: Values, asked: Asked) => Promise<PageOf<T>>;
  rowKey: (row: T) => string;
  rowPath?: (row: T) => string;
  empty?: { title: string; hint: string };
  actions?: ReactNode;
  above?: ReactNode; // the whole list in figures
  bulk?: (rows: readonly T[], keep: (left?: readonly T[]) => void) => ReactNode; // what can be done to several at once: rows can be ticked, by `x` too
}

const PAGE = 50;
const NEXT_PAGES = 200; // who scrolls on wants to get far

/** Every list of the console: pages of the service as one scrolls, filters and order in the address. */
export function List<T>({
  id,
  title,
  columns,
  filters = [],
  defaultSort = '',
  load,
  rowKey,
  rowPath,
  empty,
  actions,
  above,
  bulk,
}: Props<T>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const state = useListState(id, columns, filters, defaultSort);
  const { values, sort } = state;
  const asked = (cursor: string, limit: number): Asked => ({
    limit,
    ...(cursor ? { cursor } : {}),
    ...(sort ? { sort } : {}),
  });
  const query = useInfiniteQuery({
    queryKey: ['list', id, values, sort],
    queryFn: ({ pageParam }) => load(values, asked(pageParam, pageParam ? NEXT_PAGES : PAGE)),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? null,
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const open = (row: T) => (rowPath ? void navigate(rowPath(row)) : undefined);
  const selection = useSelection(rows, rowKey);
  const tick = (index: number) => {
    const row = rows[index];
    if (row) selection.toggle(row);
  };
  const keys = useRowKeys(
    rows.length,
    (index) => {
      const row = rows[index];
      if (row) open(row);
    },
    bulk ? { x: tick } : {},
  );
  const [bar, height] = useHeight(); // its filters may take several lines
  const sentinel = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;

  useEffect(() => {
    const watcher = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting && hasNextPage && !isFetchingNextPage) void fetchNextPage();
      },
      { rootMargin: '400px' },
    );
    if (sentinel.current) watcher.observe(sentinel.current);
    return () => watcher.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const shown = columns.filter((column) => state.columns.includes(column.key));
  const isNarrowed = Object.keys(values).length > 0;
  return (
    <Box className={classes.screen} {...(height ? { __vars: { '--toolbar': `${height}px` } } : {})}>
      <VisuallyHidden component="h1">{title}</VisuallyHidden>
      {above}
      <Toolbar
        bar={bar}
        id={id}
        title={title}
        columns={columns}
        shown={shown}
        filters={filters}
        state={state}
        actions={actions}
        loadPage={(cursor, limit) => load(values, asked(cursor, limit))}
      />
      {query.error ? (
        <Box p="md">
          <Trouble error={query.error} onRetry={() => void query.refetch()} />
        </Box>
      ) : null}
      {query.isSuccess && rows.length === 0 ? (
        <Empty
          title={isNarrowed ? t('list.nothingFiltered') : (empty?.title ?? t('list.nothing'))}
          hint={isNarrowed ? t('list.nothingFilteredHint') : empty?.hint}
          action={isNarrowed ? <Button onClick={state.reset}>{t('list.reset')}</Button> : null}
        />
      ) : null}
      {query.isPending ? <SkeletonRows columns={shown} label={t('list.loading')} /> : null}
      {rows.length > 0 ? (
        <Table
          label={title}
          rows={rows}
          columns={shown}
          rowKey={rowKey}
          {...(rowPath ? { rowPath } : {})}
          onOpen={open}
          current={keys.current}
          sort={sort}
          onSort={state.toggleSort}
          isStale={query.isPlaceholderData}
          {...(bulk ? { selection } : {})}
        />
      ) : null}
      {bulk && selection.rows.length > 0 ? (
        <BulkBar count={selection.rows.length} onClear={() => selection.keep([])}>
          {bulk(selection.rows, (left = []) => selection.keep(left))}
          <Exports
            id={id}
            chosen={selection.rows.length}
            columns={shown}
            load={() => Promise.resolve({ rows: selection.rows, isCut: false })}
            size="sm"
            variant="default"
          />
        </BulkBar>
      ) : null}
      <div ref={sentinel} />
      <Center py="sm" mih={44}>
        {isFetchingNextPage ? <Loader size="xs" type="dots" /> : null}
        {rows.length > 0 && !isFetchingNextPage ? (
          <Text size="xs" c="dimmed">
            {t(hasNextPage ? 'list.shown' : 'list.end', { count: rows.length })}
          </Text>
        ) : null}
      </Center>
    </Box>
  );
}
