/** A file that a spreadsheet of the reader's country opens as a table, and in which no text acts as a formula. */
export function csvOf(rows: readonly (readonly string[])[], language: string): string {
  const separator = language === 'fr' ? ';' : ',';
  const lines = rows.map((row) =>
    row.map((text) => quoted(harmless(local(text, language)), separator)).join(separator),
  );
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

const FIGURE = /^-?\d+(\.\d+)?$/;

function local(text: string, language: string): string {
  return language === 'fr' && FIGURE.test(text) ? text.replace('.', ',') : text;
}

function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^-?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text;
}

function quoted(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
