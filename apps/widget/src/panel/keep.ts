import type { Pending } from './state';

/** What outlives the page: kept by the loader in the host page's storage, read back as untrusted text. */
export interface Kept { token?: string; who?: string; verified?: boolean; pending: Pending[]; draft: string; form?: { name: string; email: string } }

const maxChars = 200_000;

export function write(kept: Kept): string | null {
  if (kept.token === undefined && kept.pending.length === 0 && kept.draft === '') return null;
  const text = JSON.stringify({ v: 1, ...kept });
  return text.length > maxChars ? JSON.stringify({ v: 1, ...kept, draft: '' }) : text;
}

export function read(text: string | null): Kept {
  const empty: Kept = { pending: [], draft: '' };
  if (!text) return empty;
  try {
    const value = JSON.parse(text) as Partial<Kept> & { v?: number };
    if (value.v !== 1) return empty;
    return {
      ...(typeof value.token === 'string' ? { token: value.token } : {}),
      ...(typeof value.who === 'string' ? { who: value.who } : {}),
      ...(value.verified === true ? { verified: true } : {}),
      // What was on its way when the page went away may have arrived or not: sent again under the same id.
      pending: Array.isArray(value.pending) ? value.pending.filter(isPending).map((one) => one.state === 'refused' ? one : { ...one, state: 'waiting' as const }) : [],
      draft: typeof value.draft === 'string' ? value.draft : '',
      ...(value.form && typeof value.form.name === 'string' && typeof value.form.email === 'string' ? { form: { name: value.form.name, email: value.form.email } } : {}),
    };
  } catch {
    return empty;
  }
}

function isPending(value: unknown): value is Pending {
  const one = value as Pending | null;
  return typeof one === 'object' && one !== null && typeof one.clientId === 'string' && typeof one.text === 'string' && typeof one.at === 'string' && Array.isArray(one.attachments);
}
