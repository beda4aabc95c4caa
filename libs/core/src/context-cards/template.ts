import { invalid } from '../errors';

/** What an address of a source may ask for. */
export const placeholders = ['email', 'phone', 'externalId', 'contactId', 'name', 'locale'] as const;
export type Placeholder = (typeof placeholders)[number];
export type Values = Readonly<Partial<Record<Placeholder, string>>>;

const pattern = /\{([^{}]*)\}/g;
const isKnown = (word: string): word is Placeholder => (placeholders as readonly string[]).includes(word);

/** In the order in which they stand. */
export const asksFor = (url: string): Placeholder[] => [...new Set([...url.matchAll(pattern)].map(([, word]) => word ?? '').filter(isKnown))];

/** The address for one customer; or the first thing that nobody knows of them. */
export function fill(url: string, values: Values): { url: string } | { missing: Placeholder } {
  for (const word of asksFor(url)) {
    const value = values[word];
    // As a part of a path these two would lead somewhere else.
    if (value === undefined || value === '' || value === '.' || value === '..') return { missing: word };
  }
  return { url: url.replace(pattern, (whole, word: string) => (isKnown(word) ? encodeURIComponent((values[word] ?? '').toWellFormed()) : whole)) };
}

/** @throws DomainError 'context-address' where it is no address to which a customer's data may go. */
export function checkTemplate(template: string, { plainHttp }: { plainHttp: boolean }): void {
  const refuse = (message: string): never => { throw invalid('context-address', message, { errors: [{ path: 'url', message }] }); };
  const unknown = [...template.matchAll(pattern)].map(([, word]) => word ?? '').find((word) => !isKnown(word));
  if (unknown !== undefined) refuse(`There is nothing that {${unknown.slice(0, 40)}} stands for.`);
  const bare = template.replace(pattern, 'x');
  const url = URL.canParse(bare) ? new URL(bare) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && !(plainHttp && url.protocol === 'http:')) || url.username !== '' || url.password !== '') return refuse('Write an https address, without a password in it.');
  // The host is ours to know: a customer's name in it would send the request wherever the customer likes.
  if (/[{}]/.test(/^[^:]*:\/\/[^/?#]*/.exec(template)?.[0] ?? '{')) refuse('What is put in stands behind the host, in the path or the question.');
}
