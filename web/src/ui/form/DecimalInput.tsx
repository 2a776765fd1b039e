import { TextInput, type TextInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { decimalOf } from './decimals';

interface Props extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: string; // as it was typed: `read` reads it
  onChange: (typed: string) => void;
  read?: (typed: string) => string | null; // null: it is no figure
}

/** A figure with the decimals that were typed, comma or point; what is no figure is said at once. */
export function DecimalInput({ value, onChange, error, read = decimalOf, ...field }: Props) {
  const { t, i18n } = useTranslation();
  const isWrong = value.trim() !== '' && read(value) === null;
  return (
    <TextInput
      {...field}
      inputMode="decimal"
      autoComplete="off"
      styles={{ input: { textAlign: 'end', fontVariantNumeric: 'tabular-nums' } }}
      value={asWritten(value, i18n.language)}
      error={isWrong ? t('entry.noFigure') : error}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** A service's figure with the decimal comma of the reader; what is typed otherwise stays as it is. */
function asWritten(value: string, language: string): string {
  return language === 'fr' && /^\d+\.\d+$/.test(value) ? value.replace('.', ',') : value;
}
