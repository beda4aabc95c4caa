import { z } from 'zod';

const weights = [6, 5, 7, 2, 3, 4, 5, 6, 7];

/** Of a Polish NIP, whose last digit is made from the others. */
export function isNip(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false;
  const sum = weights.reduce((so, weight, place) => so + weight * Number(digits[place]), 0) % 11;
  return sum === Number(digits[9]);
}

/** As it is kept: ten digits of a Polish NIP, another country's number with its letters in front. Undefined: it is none. */
export function readTaxId(text: string): string | undefined {
  const bare = text.toUpperCase().replace(/[\s.\-/]/g, '').replace(/^NIP:?/, '');
  const polish = bare.replace(/^PL/, '');
  if (/^\d+$/.test(polish)) return isNip(polish) && !/^0+$/.test(polish) ? polish : undefined;
  return /^[A-Z]{2}[A-Z0-9]{2,13}$/.test(bare) && !bare.startsWith('PL') ? bare : undefined;
}

export const taxId = z.string().trim().min(1).max(40).transform((text, context) => {
  const read = readTaxId(text);
  if (read === undefined) context.addIssue({ code: 'custom', message: 'This is no tax number: a NIP has ten digits and a check digit that fits, others begin with the letters of their country.' });
  return read ?? '';
});
