const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu;
const NUMBER = /\+?\d[\d\s().-]{6,}\d/g;

export interface Mask { hide: (text: string) => string; show: (text: string) => string }

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Puts marks in the place of names, addresses and numbers, the same mark for the same thing, and back again. */
export function maskOf(names: readonly string[]): Mask {
  const marks = new Map<string, string>();
  const told = new Map<string, string>();
  const mark = (kind: string, value: string): string => {
    const known = marks.get(value.toLowerCase());
    if (known !== undefined) return known;
    const made = `⟦${kind}${marks.size + 1}⟧`;
    marks.set(value.toLowerCase(), made);
    told.set(made, value);
    return made;
  };
  const words = [...new Set(names.flatMap((name) => [name.trim(), ...name.trim().split(/\s+/)]))].filter((word) => word.length >= 3).sort((a, b) => b.length - a.length);
  const named = words.length === 0 ? undefined : new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map(literal).join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return {
    // A mark that a customer wrote is none of ours.
    hide: (text) => {
      const hidden = text.replace(/[⟦⟧]/g, '').replace(EMAIL, (value) => mark('E', value)).replace(NUMBER, (value) => mark('N', value));
      return named === undefined ? hidden : hidden.replace(named, (value) => mark('P', value));
    },
    show: (text) => text.replace(/⟦[ENP]\d+⟧/g, (made) => told.get(made) ?? ''),
  };
}
