import { decimalOf } from './decimals';

export interface PastedLine {
  code: string;
  quantity: string;
  price: string; // empty: calculated
}

/**
 * Lines of a spreadsheet, a mail or a CSV file: a code, then perhaps a quantity and a price.
 * Cells are parted by tabs, else by semicolons; a head without any figure is left out.
 */
export function pastedLines(text: string): PastedLine[] {
  const rows = text
    .split(/\r?\n/)
    .map((row) => row.split(row.includes('\t') ? '\t' : ';').map((cell) => cell.trim()))
    .filter(([code]) => code);
  const isHead = ([, quantity = '']: string[]) => quantity !== '' && decimalOf(quantity) === null;
  const [first] = rows;
  return rows
    .slice(first && rows.length > 1 && isHead(first) ? 1 : 0)
    .map(([code = '', quantity = '', price = '']) => ({
      code,
      quantity: quantity || '1',
      price,
    }));
}
