import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { DayField } from '~/ui/form/DayField';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { isTyping } from '~/ui/keyboard';
import { save } from '~/ui/save';

import type { Column, Filter, PageOf } from './column';
import { csvOf } from './csv';
import { ColumnMenu, ViewMenu } from './menus';
import classes from './List.module.css';
import type { ListState } from './useListState';

interface Props<T> {
  id: string;
  title: string;
  columns: readonly Column<T>[];
  shown: readonly Column<T>[];
  filters: readonly Filter[];
  state: ListState;
  actions: ReactNode;
  loadPage: (cursor: string, limit: number) => Promise<PageOf<T>>;
}

const EXPORT_MAX = 10_000;
const EXPORT_PAGE = 200;
const SHOWN_AT_ONCE = 12; // choices; among more one searches

export function Toolbar<T>({ id, title, columns, shown, filters, state, actions, loadPage }: Props<T>) {
  const { t, i18n } = useTranslation();
  const [isExporting, setIsExporting] = useState(false);
  const isNarrowed = Object.keys(state.values).length > 0;

  const exportRows = async () => {
    setIsExporting(true);
    try {
      const { rows, isCut } = await everything(loadPage);
      const body = await Promise.all(
        rows.map((row) => Promise.all(shown.map(async (column) => (await column.text(row)) ?? ''))),
      );
      const text = csvOf([shown.map((column) => column.title), ...body], i18n.language);
      save(`${id}.csv`, new Blob([text], { type: 'text/csv;charset=utf-8' }));
      notifications.show({ message: t(isCut ? 'list.exportCut' : 'list.exported', { count: rows.length }) });
    } finally {
      setIsExporting(false);
    }
  };

  return (
    <div className={classes.toolbar} role="toolbar" aria-label={title}>
      {filters.map((filter) => (
        <FilterField
          key={filter.key}
          filter={filter}
          value={state.values[filter.key] ?? ''}
          onChange={(value) => state.setValue(filter.key, value)}
        />
      ))}
      {isNarrowed ? (
        <Button variant="subtle" color="gray" leftSection={<IconX size={14} />} onClick={state.reset}>
          {t('list.reset')}
        </Button>
      ) : null}
      <Group gap={4} ms="auto">
        <ViewMenu state={state} />
        <ColumnMenu columns={columns} state={state} />
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconDownload size={15} />}
          loading={isExporting}
          onClick={() => void exportRows()}
          aria-label={t('list.export')}
        >
          CSV
        </Button>
        {actions}
      </Group>
    </div>
  );
}

async function everything<T>(loadPage: Props<T>['loadPage']): Promise<{ rows: T[]; isCut: boolean }> {
  const rows: T[] = [];
  let cursor: string | null | undefined = '';
  do {
    const page: PageOf<T> = await loadPage(cursor, EXPORT_PAGE);
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && rows.length < EXPORT_MAX);
  return { rows, isCut: Boolean(cursor) };
}

function FilterField({
  filter,
  value,
  onChange,
}: {
  filter: Filter;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  switch (filter.kind) {
    case 'search':
      return <SearchField label={filter.label} value={value} onChange={onChange} isFirst />;
    case 'text':
      return <SearchField label={filter.label} value={value} onChange={onChange} />;
    case 'day':
      return <DayField label={filter.label} value={value} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          w={168}
          aria-label={filter.label}
          placeholder={filter.label}
          data={filter.options}
          value={value || null}
          onChange={(chosen) => onChange(chosen ?? '')}
          clearable
          searchable={filter.options.length > SHOWN_AT_ONCE}
          clearButtonProps={{ 'aria-label': t('list.reset') }}
        />
      );
    case 'tick':
      return (
        <Checkbox
          size="xs"
          label={filter.label}
          checked={value === 'true'}
          onChange={(event) => onChange(event.currentTarget.checked ? 'true' : '')}
        />
      );
    case 'partner':
      return (
        <PartnerPicker
          w={220}
          side={filter.side}
          label={filter.label}
          isLabelHidden
          value={value}
          onChange={onChange}
        />
      );
  }
}

interface Searched {
  label: string;
  value: string;
  onChange: (value: string) => void;
  isFirst?: boolean; // which `/` leads to
}

function SearchField({ label, value, onChange, isFirst = false }: Searched) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const tell = useDebouncedCallback(onChange, 250);
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isFirst || event.key !== '/' || isTyping(event)) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isFirst]);

  return (
    <TextInput
      ref={field}
      w={{ base: '100%', xs: isFirst ? 260 : 150 }}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={14} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}
