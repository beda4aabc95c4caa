import type { ImportBadLines } from '@kontuar/contract';

interface Words { column: (n: number) => string; line: string; why: string; reason: (field: string, message: string) => string }

/** What a spreadsheet would run is text, and what looks as if it had been made so gets another quote: reading takes one away. */
function cell(value: string, delimiter: string): string {
  const text = /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return text.includes(delimiter) || /["\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The wrong lines as they came, with the number of each and what is wrong with it behind them: mended there, the same file is imported. Its mark tells spreadsheets that it is Unicode. */
export function badLinesFile({ headers, items }: ImportBadLines, delimiter: string, words: Words): string {
  const width = Math.max(headers.length, ...items.map(({ cells }) => cells.length));
  const named = Array.from({ length: width }, (_, at) => (headers[at] === undefined || headers[at] === '' ? words.column(at + 1) : headers[at]));
  const row = (cells: readonly string[]) => cells.map((each) => cell(each, delimiter)).join(delimiter);
  // Cells of the file are as safe, or as dangerous, as they came: what was text there already is not made text twice.
  const own = (cells: readonly string[]) => cells.map((each) => (/^'+[=+\-@\t\r]/.test(each) ? each.slice(1) : each));
  return `\uFEFF${[row([...named, words.line, words.why]), ...items.map(({ line, cells, problems }) => row([...own(Array.from({ length: width }, (_, at) => cells[at] ?? '')), String(line), problems.map(({ field, message }) => words.reason(field, message)).join(' ')]))].join('\r\n')}\r\n`;
}
