import type { AttributeDefinition, AttributeValue } from '@kontuar/contract';

const MAX_TEXT = 500;
const MAX_LINK = 2000;
const MAX_NUMBER = 1e15;

export type ReadValue = { ok: true; value: AttributeValue | null } | { ok: false; message: string };

const refused = (message: string): ReadValue => ({ ok: false, message });
const read = (value: AttributeValue | null): ReadValue => ({ ok: true, value });

/** One value as its definition wants it; null where it says nothing. An option that is no longer offered stays where it stands already (`before`). */
export function readValue(definition: Pick<AttributeDefinition, 'kind' | 'options'>, value: AttributeValue | null, before?: unknown): ReadValue {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return read(null);
  const offered = (option: string): boolean => definition.options.some((each) => each.value === option && (!each.archived || before === option || (Array.isArray(before) && before.includes(option))));
  switch (definition.kind) {
    case 'text': return typeof value === 'string' ? readText(value) : refused('Write it as text.');
    case 'number': return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= MAX_NUMBER ? read(value) : refused('Write a number.');
    case 'date': return typeof value === 'string' && isDate(value) ? read(value) : refused('Write a date as YYYY-MM-DD.');
    case 'yesno': return typeof value === 'boolean' ? read(value) : refused('Say true or false.');
    case 'one': return typeof value === 'string' && offered(value) ? read(value) : refused('Choose one of the options.');
    // In the order of the options, so that the same choice is the same value.
    case 'many': return Array.isArray(value) && value.every(offered) ? read(definition.options.map((option) => option.value).filter((option) => value.includes(option))) : refused('Choose among the options.');
    case 'link': return typeof value === 'string' ? readLink(value) : refused('Write a whole address, such as https://example.com.');
    default: throw new Error(`no reading of ${JSON.stringify(definition.kind satisfies never)}`);
  }
}

function readText(value: string): ReadValue {
  // oxlint-disable-next-line no-control-regex -- what is not to be seen has no place in a line
  const text = value.replace(/[\u0000-\u001f\u007f\u200b\u2028\u2029\ufeff]+/g, ' ').replace(/\s+/g, ' ').trim();
  if (text.length > MAX_TEXT) return refused(`Write at most ${MAX_TEXT} characters.`);
  return read(text === '' ? null : text);
}

function isDate(value: string): boolean {
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === value;
}

/** Only what a browser opens without running anything, and without a password in it. */
function readLink(value: string): ReadValue {
  const text = value.trim();
  const refusal = refused('Write a whole address, such as https://example.com.');
  if (text.length > MAX_LINK || !URL.canParse(text)) return refusal;
  const url = new URL(text);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '' || url.href.length > MAX_LINK) return refusal;
  return read(url.href);
}
