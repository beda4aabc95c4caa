// Numbers: percentiles, medians, and lines to read.
export const sorted = (values) => [...values].sort((a, b) => a - b);

export function percentile(values, share) {
  const ordered = sorted(values);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? Number.NaN;
}

export const median = (values) => percentile(values, 0.5);

export function whole(value) {
  return Math.round(value).toLocaleString('en-GB').replaceAll(',', ' ');
}

export function ms(value) {
  if (!Number.isFinite(value)) return '';
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

export const percent = (value) => `${Math.round(value * 100)} %`;
export const times = (value) => (Number.isFinite(value) ? `${value.toFixed(value < 10 ? 1 : 0)} ×` : '');

/** Rows as a table of Markdown: what is printed can be put into the README as it is. */
export function table(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => String(row[column]).length)));
  const line = (cells) => `| ${cells.map((cell, column) => String(cell).padEnd(widths[column])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
