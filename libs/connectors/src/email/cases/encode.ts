/** Of windows-1252, which some versions of Node decode as latin1. */
const from0x80 = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

/** Text in the bytes of an old charset: what the platform can decode, turned round. */
const tables = new Map<string, Map<string, number[]>>();

export function encode(text: string, charset: string): Buffer {
  const table = tables.get(charset) ?? invert(charset);
  tables.set(charset, table);
  return Buffer.from([...text].flatMap((letter) => {
    const found = letter.charCodeAt(0) < 0x80 ? [letter.charCodeAt(0)] : table.get(letter);
    if (found === undefined) throw new Error(`${charset} has no ${letter}`);
    return found;
  }));
}

function invert(charset: string): Map<string, number[]> {
  const decoder = new TextDecoder(charset);
  const table = new Map<string, number[]>(charset === 'windows-1252' ? [...from0x80].map((letter, index) => [letter, [0x80 + index]]) : []);
  const note = (sequence: number[]): void => {
    const letter = decoder.decode(Uint8Array.from(sequence));
    if ([...letter].length === 1 && letter !== '\ufffd' && !table.has(letter)) table.set(letter, sequence);
  };
  for (let byte = 0x80; byte < 256; byte += 1) note([byte]);
  for (let first = 0x81; first < 256; first += 1) for (let second = 0x40; second < 256; second += 1) note([first, second]);
  return table;
}

/** ISO-2022-JP is EUC-JP with seven bits between two escapes. */
export function encodeIso2022Jp(text: string): Buffer {
  return Buffer.concat([...text.matchAll(/\p{ASCII}+|\P{ASCII}+/gu)].map(([run]) =>
    run.charCodeAt(0) < 0x80 ? Buffer.from(run) : Buffer.concat([Buffer.from('\x1b$B'), Buffer.from([...encode(run, 'euc-jp')].map((byte) => byte & 0x7f)), Buffer.from('\x1b(B')])));
}
