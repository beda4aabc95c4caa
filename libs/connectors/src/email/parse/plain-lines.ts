import { lineText, type BodyLine } from './quotes/lines';

export interface PlainLine extends BodyLine {
  /** As it stands in the mail. */
  raw: string;
}

export function plainToLines(text: string): PlainLine[] {
  return text.split('\n').map((raw) => {
    const { depth, rest } = quoteDepth(raw);
    return { raw, depth, text: lineText(rest) };
  });
}

/** '>' marks, with or without spaces between them ("> > text", ">>text", " >text"). */
export function quoteDepth(line: string): { depth: number; rest: string } {
  let index = 0;
  let depth = 0;
  if (line[0] === ' ' && line[1] === '>') index = 1;
  while (index < line.length) {
    if (line[index] === '>') depth += 1;
    else if (!(line[index] === ' ' && depth > 0 && line[index + 1] === '>')) break;
    index += 1;
  }
  return { depth, rest: depth === 0 ? line : line.slice(index) };
}

/** format=flowed (RFC 3676): a line that ends in a space goes on in the next one of the same quote depth; "-- " never does. */
export function unflow(text: string, deleteSpace: boolean): string {
  const out: string[] = [];
  let open: { depth: number; parts: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) out.push(`${open.depth > 0 ? `${'>'.repeat(open.depth)} ` : ''}${open.parts.join('')}`);
    open = undefined;
  };
  for (const raw of text.split('\n')) {
    let depth = 0;
    while (raw[depth] === '>') depth += 1;
    let content = raw.slice(depth);
    if (content.startsWith(' ')) content = content.slice(1);
    const flows = content.endsWith(' ') && content !== '-- ';
    if (content === '-- ' || (open !== undefined && open.depth !== depth)) close();
    if (open === undefined) open = { depth, parts: [] };
    open.parts.push(flows && deleteSpace ? content.slice(0, -1) : content);
    if (!flows) close();
  }
  close();
  return out.join('\n');
}
