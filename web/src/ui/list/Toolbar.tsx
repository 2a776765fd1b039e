import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';

import { DayField } from '~/ui/form/DayField';
import { PartnerPicker } from '~/ui/pickers/PartnerPicker';
import { isTyping } from '~/ui/keyboard';

import type { Column, Filter, PageOf } from './column';
import { everything, Exports } from './Exports';
import { ColumnMenu, ViewMenu } from './menus';
import classes from './List.module.css';
import type { ListState } from './useListState';

interface Props<T> {
  bar: Ref<HTMLDivElement>;
  id: string;
  title: string;
  columns: readonly Column<T>[];
  shown: readonly Column<T>[];
  filters: readonly Filter[];
  state: ListState;
  actions: ReactNode;
  loadPage: (cursor: string, limit: number) => Promise<PageOf<T>>;
}

const SHOWN_AT_ONCE = 12; // choices; among more one searches

export function Toolbar<T>({ bar, id, title, columns, shown, filters, state, actions, loadPage }: Props<T>) {
  const { t } = useTranslation();
  const isNarrowed = Object.keys(state.values).length > 0;

  return (
    <div ref={bar} className={classes.toolbar} role="toolbar" aria-label={title}>
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
        <Exports id={id} columns={shown} load={() => everything(loadPage)} />
        {actions}
      </Group>
    </div>
  );
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
    case 'figure':
      return null;
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
  const tell = useDebouncedCallback(onChange, 150);
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
