/** Sums of decimals that came as text, exact to the last digit. */
export function sumOf(values: readonly string[]): string {
  const places = Math.max(0, ...values.map((value) => value.split('.')[1]?.length ?? 0));
  const total = values.reduce((sum, value) => sum + scaled(value, places), 0n);
  return written(total, places);
}

function scaled(value: string, places: number): bigint {
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  const digits = BigInt(whole + fraction.padEnd(places, '0'));
  return value.startsWith('-') ? -digits : digits;
}

function written(total: bigint, places: number): string {
  const digits = (total < 0n ? -total : total).toString().padStart(places + 1, '0');
  const sign = total < 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Whether one decimal is less than another, exactly. */
export function isBelow(one: string, other: string): boolean {
  return sumOf([one, other.startsWith('-') ? other.slice(1) : `-${other}`]).startsWith('-');
}
