import type { AuditEntry } from '@kontuar/contract';

/** What stands beside the act: names of changed fields, states. Ids say nothing to a person and are left out. */
export function auditFacts(entry: Pick<AuditEntry, 'data'>): string {
  return Object.entries(entry.data)
    .flatMap(([key, value]) => {
      if (key === 'fields' && Array.isArray(value)) return [value.join(', ')];
      if (/(Id|Ids)$/u.test(key) || value === null) return [];
      if (isChange(value)) return [`${key}: ${String(value.from)} → ${String(value.to)}`];
      if (typeof value === 'object') return [];
      return [`${key}: ${String(value)}`];
    })
    .join('; ');
}

function isChange(value: unknown): value is { from: unknown; to: unknown } {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value && typeof value.from !== 'object' && typeof value.to !== 'object';
}
