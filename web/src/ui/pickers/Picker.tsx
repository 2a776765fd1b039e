import { CloseButton, Combobox, Group, Text, TextInput, useCombobox, type ComboboxStore } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
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
  onChange: (id: string) => void;
  w?: number | string;
}

/** A field that searches as one types; what is chosen is an id. */
export function Picker({ search, label, isLabelHidden, placeholder, value, chosen, options, onChange, w }: Props) {
  const { t } = useTranslation();
  const { combobox, typed, setTyped, isOpen } = search;
  const { selectFirstOption } = combobox;
  const first = options[0]?.id;

  // What is found comes after the key: Enter takes the first of it.
  useEffect(() => {
    if (isOpen && typed && first) selectFirstOption();
  }, [isOpen, typed, first, selectFirstOption]);

  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        onChange(id);
        setTyped('');
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          {...(w ? { w } : {})}
          {...(isLabelHidden ? { 'aria-label': label } : { label })}
          placeholder={placeholder}
          value={isOpen ? typed : chosen}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onClick={() => combobox.openDropdown()}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => {
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
