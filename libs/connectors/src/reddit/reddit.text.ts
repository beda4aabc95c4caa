/** Addresses and names keep their underscores: Reddit links them as they stand. */
const untouched = /https?:\/\/\S+|(?<![\w/])\/?[ur]\/[\w-]+/gi;
const special = /[\\`*_~^[\]|]|&(?=#?\w+;)|<(?=[\w/!?])/g;

/** Plain text in Markdown that shows it as it was typed: nothing bold, no headings, no lists, every line a line. */
export function asTyped(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n').map(typedLine);
  return lines.map((line, index) => {
    const next = lines[index + 1];
    // Two blanks at the end keep a line from running into the next.
    return line !== '' && next !== undefined && next !== '' ? `${line}  ` : line;
  }).join('\n');
}

function typedLine(line: string): string {
  // Four blanks in front would make it code.
  const words = line.replace(/^[ \t]+/, (blanks) => ' '.repeat(Math.min(3, blanks.replaceAll('\t', '    ').length))).trimEnd();
  let typed = '';
  let at = 0;
  for (const found of words.matchAll(untouched)) {
    typed += words.slice(at, found.index).replace(special, '\\$&') + found[0];
    at = found.index + found[0].length;
  }
  typed += words.slice(at).replace(special, '\\$&');
  return typed.replace(/^( *)([#>]|[-+=](?=\s|[-+= ]*$))/, '$1\\$2').replace(/^( *\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}

/** Reddit's addresses without a host would lead to us. */
export const withWholeLinks = (html: string, site: string): string => html.replace(/\b(href|src)="\/(?!\/)/g, `$1="${site.replaceAll('"', '')}/`);
