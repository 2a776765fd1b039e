import { TextInput, type TextInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { rateOf } from './rates';

interface Props extends Omit<TextInputProps, 'value' | 'onChange'> {
  value: string; // percent, as it was typed: `rateOf` reads it
  onChange: (typed: string) => void;
}

/** A rate in percent; it may be below zero. */
export function RateInput({ value, onChange, error, ...field }: Props) {
  const { t } = useTranslation();
  const isWrong = value.trim() !== '' && rateOf(value) === null;
  return (
    <TextInput
      {...field}
      inputMode="decimal"
      autoComplete="off"
      styles={{ input: { textAlign: 'end', fontVariantNumeric: 'tabular-nums' } }}
      value={value}
      error={isWrong ? t('entry.noFigure') : error}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
