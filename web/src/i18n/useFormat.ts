import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

type Figure = string | number | null | undefined;

const NOTHING = '–';

/** Figures and dates as the reader's language writes them. Decimals come as text and are not calculated with here. */
export interface Format {
  number: (value: Figure, digits?: number) => string;
  money: (value: Figure, currency?: string) => string;
  bigMoney: (value: Figure, currency?: string) => string;
  rate: (value: Figure) => string;
  exactRate: (value: Figure) => string; // to hundredths of a percent and more, where they decide
  date: (value: string | null | undefined) => string;
  month: (value: string) => string; // 2026-01
  time: (value: string | null | undefined) => string;
  ago: (value: string | null | undefined) => string;
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => formatOf(i18n.language), [i18n.language]);
}

export function formatOf(language: string): Format {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const rate = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const exactRate = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 4,
  });
  const date = new Intl.DateTimeFormat(locale, { day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const shown = (value: Figure, show: (number: Intl.StringNumericLiteral) => string) =>
    value === null || value === undefined || value === '' ? NOTHING : show(String(value) as Intl.StringNumericLiteral);
  return {
    number: (value, digits = 6) =>
      shown(value, (it) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(it)),
    money: (value, currency = 'EUR') =>
      shown(value, (it) => new Intl.NumberFormat(locale, { style: 'currency', currency }).format(it)),
    bigMoney: (value, currency = 'EUR') =>
      shown(value, (it) =>
        new Intl.NumberFormat(locale, {
          style: 'currency',
          currency,
          notation: 'compact',
          maximumFractionDigits: 1,
        }).format(it),
      ),
    rate: (value) => shown(value, (it) => rate.format(it)),
    exactRate: (value) => shown(value, (it) => exactRate.format(it)),
    date: (value) => (value ? date.format(new Date(value)) : NOTHING),
    month: (value) => month.format(new Date(`${value}-01`)),
    time: (value) => (value ? time.format(new Date(value)) : NOTHING),
    ago: (value) => (value ? since(relative, new Date(value).getTime() - Date.now()) : NOTHING),
  };
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

function since(relative: Intl.RelativeTimeFormat, difference: number): string {
  const [unit, size] = UNITS.find(([, each]) => Math.abs(difference) >= each) ?? ['minute', 60_000];
  return relative.format(Math.round(difference / size), unit);
}
