import { finished } from 'node:stream/promises';
import { Transform, type Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { parse, type Options } from 'csv-parse';
import type { ImportShape } from '@kontuar/contract';
import { invalid } from '../errors';
import { tellsSeparator } from './csv-shape';

export interface Line { line: number; cells: string[] }
export interface TableLook { total: number; headers: string[]; sample: string[][] }
export type Shape = Omit<ImportShape, 'encoding' | 'delimiter'> & { encoding: string; delimiter: string };

const MAX_COLUMNS = 500;
/** Longer is no line of a table: somewhere a quote was never closed. */
const MAX_LINE_BYTES = 1024 * 1024;
/** Others are served between the pieces of a large file. */
const PIECE = 128 * 1024;
const SAMPLES = 5;
const MAX_CELL_SHOWN = 200;

const options = (delimiter: string): Options => ({ delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, skip_records_with_empty_values: true, bom: true, max_record_size: MAX_LINE_BYTES });

/** What is no text at all: said before anybody looks for columns in it. @throws DomainError 'is-workbook', 'not-text' */
export function refuseWhatIsNoText(bytes: Buffer, text: string): void {
  if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04])) || bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) throw invalid('is-workbook', 'This is a workbook of a spreadsheet. Save the sheet as CSV and try again.');
  const zero = text.indexOf('\0');
  // oxlint-disable-next-line no-control-regex -- what no text has is what is looked for
  const strange = zero >= 0 ? zero : (text.slice(0, PIECE).match(/[\u0001-\u0008\u000e-\u001f]/g)?.length ?? 0) > 8 ? text.search(/[\u0001-\u0008\u000e-\u001f]/) : -1;
  if (strange >= 0) throw invalid('not-text', `This file is not text: line ${text.slice(0, strange).split('\n').length} holds characters that no text has. Save the table as CSV and try again.`);
}

/** The headings, the first lines, and how many there are; only these are kept. @throws DomainError 'no-csv', 'open-quote', 'too-many-columns' */
export async function firstLook(text: string, { delimiter, header }: Pick<Shape, 'delimiter' | 'header'>): Promise<TableLook> {
  const seen: TableLook = { total: header ? -1 : 0, headers: [], sample: [] };
  let [widest, endsAt, isFirst] = [0, 0, true];
  const shown = (cells: readonly string[]) => cells.map((cell) => cell.trim().slice(0, MAX_CELL_SHOWN));
  const parser = parse({
    ...options(delimiter),
    on_record: (cells: string[], { lines }) => {
      const told = isFirst && tellsSeparator(cells);
      isFirst = false;
      if (told) return null;
      seen.total += 1;
      endsAt = lines;
      widest = Math.max(widest, cells.length);
      if (seen.total === 0) seen.headers = shown(cells.slice(0, MAX_COLUMNS));
      else if (seen.total <= SAMPLES) seen.sample.push(shown(cells.slice(0, MAX_COLUMNS)));
      return null;
    },
  }).resume();
  const read = finished(parser);
  try {
    for (let at = 0; at < text.length && !parser.destroyed; at += PIECE) {
      parser.write(text.slice(at, at + PIECE));
      await turn();
    }
    parser.end();
    await read;
  } catch (error) {
    read.catch(() => undefined);
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') throw invalid('open-quote', `A quotation mark in line ${endsAt + 1} is never closed. Close it, or take it away, and try again.`);
    throw invalid('no-csv', 'This is no CSV file. Save the table as CSV and try again.');
  }
  if (widest > MAX_COLUMNS) throw invalid('too-many-columns', `There are ${widest} columns in this file, and at most ${MAX_COLUMNS} are read. Leave those out that say nothing about customers.`);
  if (!header) seen.headers = Array.from({ length: Math.max(0, ...seen.sample.map((cells) => cells.length)) }, () => '');
  return seen;
}

/** Every line below the headings behind those that are skipped, with the number that an editor shows beside it. */
export async function* tableLines(content: Readable, { encoding, delimiter, header }: Shape, skip = 0): AsyncGenerator<Line> {
  const parser = content.on('error', (error) => parser.destroy(error)).pipe(decoder(encoding)).pipe(parse({ ...options(delimiter), info: true }));
  let [index, isFirst, pairs] = [header ? -1 : 0, true, 0];
  try {
    for await (const { record: cells, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      // The parser counts both letters of a break that stands in a cell, and a record by the line in which it ends.
      for (const cell of cells) pairs += cell.split('\r\n').length - 1;
      const breaks = cells.reduce((sum, cell) => sum + cell.split(/\r\n|\r|\n/).length - 1, 0);
      const told = isFirst && tellsSeparator(cells);
      isFirst = false;
      if (told) continue;
      if (index >= skip) yield { line: info.lines - pairs - breaks, cells };
      index += 1;
    }
  } finally {
    parser.destroy();
    content.destroy();
  }
}

/** Bytes of one alphabet as bytes of Unicode. */
export function decoder(encoding: string): Transform {
  const words = new TextDecoder(encoding);
  return new Transform({
    decodeStrings: true, readableObjectMode: false,
    transform(chunk: Buffer, _, done) { done(null, Buffer.from(words.decode(chunk, { stream: true }))); },
    flush(done) { done(null, Buffer.from(words.decode())); },
  });
}
