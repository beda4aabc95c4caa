import type { AuditEntry } from './queries';

/** The log's own codes stay what they are, so that they can be searched; the facts stand beside them. */
export function auditWords(entry: Pick<AuditEntry, 'action' | 'data'>): string {
  const facts = Object.entries(entry.data ?? {})
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${key}: ${String(value)}`);
  return facts.length === 0 ? entry.action : `${entry.action} (${facts.join(', ')})`;
}
