/** A decimal as people write it in either language, "1 234,50" or "1,234.50", as services read it; null if it is none. */
export function decimalOf(typed: string): string | null {
  const text = typed.replace(/[\s\u00a0\u202f']/g, '');
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  const grouped = comma >= 0 && point >= 0 ? text.replaceAll(comma > point ? '.' : ',', '') : text;
  const plain = grouped.replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) ? plain : null;
}

/** Whether it can be a quantity: a decimal above zero. */
export function isQuantity(typed: string): boolean {
  const value = decimalOf(typed);
  return value !== null && /[1-9]/.test(value);
}

/** A service's figure as one would type it: `12.500000` is 12.5. */
export function plain(value: string): string {
  return value.includes('.') ? value.replace(/\.?0+$/, '') : value;
}
