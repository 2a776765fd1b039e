/** The rows of a CSV file or of copied cells, by the names in its first row. Quotes hold separators, line ends and quotes. */
export function tableOf(text: string): { columns: string[]; rows: Record<string, string>[] } {
  const plain = text.replace(/^\uFEFF/, '');
  const head = /^[^\r\n]*/.exec(plain)?.[0] ?? '';
  const separator = ['\t', ';', ','].find((each) => head.includes(each)) ?? ';';
  const [columns = [], ...body] = cellsOf(plain, separator).filter((row) => row.some((cell) => cell !== ''));
  const rows = body.map((row) => Object.fromEntries(columns.map((name, position) => [name, row[position] ?? ''])));
  return { columns, rows };
}

function cellsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const close = () => {
    rows.at(-1)?.push(cell.trim());
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (isQuoted && sign === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"' && (isQuoted || cell.trim() === '')) {
      isQuoted = !isQuoted;
    } else if (!isQuoted && sign === separator) {
      close();
    } else if (!isQuoted && sign === '\n') {
      close();
      rows.push([]);
    } else {
      cell += sign;
    }
  }
  close();
  return rows;
}
