/** What a person has, by ids: see person-data.ts. */
export interface Sets { contacts: string[]; identities: string[]; conversations: string[]; cases: string[] }

const NAMES = ['contacts', 'identities', 'conversations', 'cases'] as const;

/** `:contacts` and the like become numbered parameters, behind those that are there already. */
export function bound(sql: string, sets: Sets, before: readonly unknown[] = []): { sql: string; parameters: unknown[] } {
  const parameters = [...before];
  let text = sql;
  for (const name of NAMES) {
    if (!text.includes(`:${name}`)) continue;
    parameters.push(sets[name]);
    text = text.replaceAll(`:${name}`, `$${parameters.length}::uuid[]`);
  }
  return { sql: text, parameters };
}
