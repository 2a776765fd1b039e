import { CloseButton, Combobox, Group, Text, TextInput, useCombobox, type ComboboxStore } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

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
  combobox: ComboboxStore;
}

export function useSearch(): Search {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed.trim(), 200);
  return { typed, setTyped, query, isOpen: combobox.dropdownOpened, combobox };
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
  const { combobox, typed, setTyped, isOpen } = search;
  const { selectFirstOption } = combobox;
  const isHurried = useRef(false); // Enter came before the answer
  const first = options[0]?.id;
  const isFound = isOpen && typed !== '' && isAnswered && search.query === typed.trim();
  const take = (id: string) => {
    onChange(id);
    setTyped('');
    combobox.closeDropdown();
  };

  // What is found comes after the key: Enter takes the first of it, never one that was found for less than was typed.
  useEffect(() => {
    if (isFound && first) selectFirstOption();
  }, [isFound, first, typed, selectFirstOption]);
  useEffect(() => {
    if (!isFound || !isHurried.current) return;
    isHurried.current = false;
    if (first) take(first);
  });

  return (
    <Combobox store={combobox} onOptionSubmit={take}>
      <Combobox.Target>
        <TextInput
          {...(w ? { w } : {})}
          {...(isLabelHidden ? { 'aria-label': label } : { label })}
          placeholder={placeholder}
          value={isOpen ? typed : chosen}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            isHurried.current = false;
            combobox.resetSelectedOption();
            combobox.openDropdown();
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !isOpen || !typed || isFound) return;
            event.preventDefault();
            isHurried.current = true;
          }}
          onClick={() => combobox.openDropdown()}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => {
            isHurried.current = false;
            combobox.closeDropdown();
            setTyped('');
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
        <Combobox.Options mah={300} style={{ overflowY: 'auto' }} aria-label={label}>
          {options.map((option) => (
            <Combobox.Option key={option.id} value={option.id}>
              <Group justify="space-between" wrap="nowrap" gap="sm">
                <Text size="sm" truncate>
                  {option.name}
                </Text>
                <Text size="xs" c="dimmed">
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
