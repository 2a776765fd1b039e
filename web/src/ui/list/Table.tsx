import { Checkbox, Skeleton, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { memo, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Column } from './column';
import classes from './List.module.css';
import { useSeenRows } from './useSeenRows';
import type { Selection } from './useSelection';

interface Props<T> {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  rowPath?: (row: T) => string;
  onOpen?: (row: T) => void;
  current?: number;
  sort?: string;
  onSort?: (field: string) => void;
  isStale?: boolean;
  selection?: Selection<T>; // each row can be ticked
}

/** Rows under a head that stays in view; on a narrow screen each row is a card. */
export function Table<T>({
  label,
  rows,
  columns,
  rowKey,
  rowPath,
  onOpen,
  current = -1,
  sort = '',
  onSort,
  isStale,
  selection,
}: Props<T>) {
  const [body, setBody] = useState<Element | null>(null);
  const seen = useSeenRows(rows.length, body);
  const drawn = seen.indexes.flatMap((index) => {
    const row = rows[index];
    return row === undefined ? [] : [{ row, index }];
  });
  const { t } = useTranslation();
  return (
    <table
      className={classes.table}
      aria-label={label}
      aria-rowcount={drawn.length < rows.length ? rows.length + 1 : undefined}
      data-stale={isStale === true || undefined}
      aria-busy={isStale}
    >
      <thead>
        <tr>
          {selection ? (
            <th className={classes.tick} scope="col">
              <Checkbox
                size="xs"
                aria-label={t('list.chooseAll')}
                checked={selection.isAll}
                indeterminate={!selection.isAll && selection.rows.length > 0}
                onChange={selection.toggleAll}
              />
            </th>
          ) : null}
          {columns.map((column) => (
            <Head key={column.key} column={column} sort={sort} {...(onSort ? { onSort } : {})} />
          ))}
        </tr>
      </thead>
      <tbody ref={setBody}>
        <Gap height={seen.above} />
        {drawn.map(({ row, index }) => (
          <Row
            key={rowKey(row)}
            row={row}
            index={index}
            columns={columns}
            measure={seen.measure}
            isOfMany={drawn.length < rows.length}
            isCurrent={index === current}
            isTicked={selection?.has(row) ?? false}
            onTick={selection?.toggle}
            onOpen={onOpen}
            path={rowPath?.(row)}
          />
        ))}
        <Gap height={seen.below} />
      </tbody>
    </table>
  );
}

interface RowProps<T> {
  row: T;
  index: number;
  columns: readonly Column<T>[];
  measure: ((element: Element | null) => void) | undefined;
  isOfMany: boolean; // not all of them are drawn
  isCurrent: boolean;
  isTicked: boolean;
  onTick: ((row: T) => void) | undefined;
  onOpen: ((row: T) => void) | undefined;
  path: string | undefined;
}

function RowOf<T>({ row, index, columns, measure, isOfMany, isCurrent, isTicked, onTick, onOpen, path }: RowProps<T>) {
  const { t } = useTranslation();
  return (
    <tr
      ref={measure}
      aria-rowindex={isOfMany ? index + 2 : undefined}
      data-row={index}
      data-current={isCurrent || undefined}
      data-opens={path ? true : undefined}
      data-ticks={onTick ? true : undefined}
      data-ticked={isTicked || undefined}
      onClick={(event) => {
        if (!isOnControl(event)) onOpen?.(row);
      }}
    >
      {onTick ? (
        <td className={classes.tick}>
          <Checkbox
            size="xs"
            aria-label={t('list.choose', { row: index + 1 })}
            checked={isTicked}
            onChange={() => onTick(row)}
          />
        </td>
      ) : null}
      {columns.map((column, position) => (
        <td key={column.key} data-figure={column.isFigure} data-phone={column.onPhone} data-label={column.title}>
          {position === 0 && path ? (
            <Link className={classes.rowLink ?? ''} to={path}>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

/** One row, drawn once while one scrolls past it. */
const Row = memo(RowOf) as typeof RowOf;

/** Where rows are that nobody sees. */
function Gap({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden style={{ display: 'block', height, padding: 0, border: 0 }} /> : null;
}

function Head<T>({ column, sort, onSort }: { column: Column<T>; sort: string; onSort?: (field: string) => void }) {
  const { t } = useTranslation();
  const field = column.sort;
  const isUp = field !== undefined && sort === field;
  const isDown = field !== undefined && sort === `-${field}`;
  return (
    <th
      scope="col"
      data-figure={column.isFigure}
      data-phone={column.onPhone}
      aria-sort={isUp ? 'ascending' : isDown ? 'descending' : undefined}
    >
      {field && onSort ? (
        <UnstyledButton
          className={classes.sort}
          onClick={() => onSort(field)}
          title={t('list.sortBy', { column: column.title })}
        >
          {column.title}
          {isUp ? <IconArrowUp size={13} aria-hidden /> : null}
          {isDown ? <IconArrowDown size={13} aria-hidden /> : null}
        </UnstyledButton>
      ) : (
        column.title
      )}
    </th>
  );
}

export function SkeletonRows<T>({ columns, label }: { columns: readonly Column<T>[]; label: string }) {
  return (
    <table className={classes.table} aria-label={label} aria-busy>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} data-figure={column.isFigure} data-phone={column.onPhone}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: 12 }, (_, row) => (
          <tr key={row}>
            {columns.map((column, position) => (
              <td key={column.key} data-phone={column.onPhone} data-label={column.title}>
                <Skeleton height={12} width={`${45 + ((row * 17 + position * 29) % 45)}%`} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isOnControl(event: MouseEvent): boolean {
  return (event.target as HTMLElement).closest('a,button,input,label') !== null;
}
