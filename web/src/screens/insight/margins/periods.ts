export const AXES = [
  'family',
  'product',
  'supplier',
  'customer',
  'segment',
  'salesperson',
  'team',
  'channel',
  'site',
  'month',
  'quarter',
  'year',
] as const;
export type Axis = (typeof AXES)[number];
export const TIMES: readonly Axis[] = ['month', 'quarter', 'year'];

export interface Period {
  key: 'all' | 'thisMonth' | 'lastMonth' | 'thisYear';
  from: string;
  until: string;
}

/** The periods that people ask for most, as seen from a day. Both ends are in the period. */
export function periods(today: Date): Period[] {
  const year = today.getUTCFullYear();
  const month = today.getUTCMonth();
  return [
    { key: 'all', from: '', until: '' },
    { key: 'thisMonth', from: day(year, month, 1), until: day(year, month + 1, 0) },
    { key: 'lastMonth', from: day(year, month - 1, 1), until: day(year, month, 0) },
    { key: 'thisYear', from: day(year, 0, 1), until: day(year, 11, 31) },
  ];
}

function day(year: number, month: number, date: number): string {
  return new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
}
