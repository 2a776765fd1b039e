import { CloseButton, Combobox, Group, Text, TextInput, useCombobox, type ComboboxStore } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './Picker.module.css';

interface Option {
  id: string;
  name: string;
  note: string;
}

export interface Search {
  typed: string;
  setTyped: (text: string) => void;
  query: string;
  isOpen: boolean;
  isHurried: boolean; // Enter came before the answer: it is taken when it comes, also when one has gone on meanwhile
  setHurried: (is: boolean) => void;
  isAsking: boolean;
  combobox: ComboboxStore;
}

export function useSearch(): Search {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed.trim(), 200);
  const [isHurried, setHurried] = useState(false);
  const isOpen = combobox.dropdownOpened;
  return { typed, setTyped, query, isOpen, isHurried, setHurried, isAsking: isOpen || isHurried, combobox };
}

interface Props {
  search: Search;
  label: string;
  isLabelHidden?: boolean;
  placeholder: string;
  value: string;
  chosen: string;
  options: Option[];
  isAnswered: boolean; // the options are what is found by the search's query
  onChange: (id: string) => void;
  w?: number | string;
}

/** A field that searches as one types; what is chosen is an id. */
export function Picker(props: Props) {
  const { search, label, isLabelHidden, placeholder, value, chosen, options, isAnswered, onChange, w } = props;
  const { t } = useTranslation();
  const { combobox, typed, setTyped, isOpen, isHurried, setHurried } = search;
  const { selectFirstOption } = combobox;
  const first = options[0]?.id;
  const isFound = typed !== '' && isAnswered && search.query === typed.trim();
  const take = (id: string) => {
    onChange(id);
    setTyped('');
    setHurried(false);
    combobox.closeDropdown();
  };

  // What is found comes after the key: Enter takes the first of it, never one that was found for less than was typed.
  useEffect(() => {
    if (isOpen && isFound && first) selectFirstOption();
  }, [isOpen, isFound, first, typed, selectFirstOption]);
  useEffect(() => {
    if (!isHurried || !isFound) return;
    if (first) {
      take(first);
      return;
    }
    setHurried(false);
    if (!isOpen) setTyped('');
  });

  return (
    <Combobox store={combobox} onOptionSubmit={take}>
      <Combobox.Target>
        <TextInput
          {...(w ? { w } : {})}
          {...(isLabelHidden ? { 'aria-label': label } : { label })}
          placeholder={placeholder}
          value={search.isAsking ? typed : chosen}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setHurried(false);
            combobox.resetSelectedOption();
            combobox.openDropdown();
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !isOpen || !typed || isFound) return;
            event.preventDefault();
            setHurried(true);
          }}
          onClick={() => combobox.openDropdown()}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown();
            if (!isHurried) setTyped('');
          }}
          rightSection={
            value ? (
              <CloseButton
                size="xs"
                aria-label={t('common.remove')}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChange('')}
              />
            ) : null
          }
        />
      </Combobox.Target>
      <Combobox.Dropdown miw={280}>
        <Combobox.Options mah={300} style={{ overflowY: 'auto' }} aria-label={label} tabIndex={0}>
          {options.map((option) => (
            <Combobox.Option key={option.id} value={option.id}>
              <Group justify="space-between" wrap="nowrap" gap="sm">
                <Text size="sm" truncate>
                  {option.name}
                </Text>
                <Text size="xs" className={classes.note}>
                  {option.note}
                </Text>
              </Group>
            </Combobox.Option>
          ))}
          {options.length === 0 ? <Combobox.Empty>{t('common.typeToSearch')}</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
