/** Months as the address has them: "2026-01". */

export function isMonth(text: string): boolean {
  return /^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(text);
}

export function monthBeside(month: string, steps: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + steps, 1)).toISOString().slice(0, 7);
}

/** The last month that is over on a day. */
export function lastMonth(today: Date): string {
  return monthBeside(today.toISOString().slice(0, 7), -1);
}
