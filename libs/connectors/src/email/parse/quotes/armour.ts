import type { BodyLine } from './lines';

/** The lines in which PGP wraps a text that is only signed: they are nobody's words. `undefined`: there are none. */
export function armour(lines: readonly BodyLine[]): Set<number> | undefined {
  const first = lines.findIndex(({ text, depth }) => depth === 0 && text === '-----BEGIN PGP SIGNED MESSAGE-----');
  if (first < 0) return undefined;
  const found = new Set<number>();
  for (let index = first; index < lines.length && lines[index]?.text !== ''; index += 1) found.add(index);
  const signature = lines.findIndex(({ text }, index) => index > first && text === '-----BEGIN PGP SIGNATURE-----');
  if (signature < 0) return undefined;
  for (let index = signature; index < lines.length; index += 1) {
    found.add(index);
    if (lines[index]?.text === '-----END PGP SIGNATURE-----') break;
  }
  return found;
}
