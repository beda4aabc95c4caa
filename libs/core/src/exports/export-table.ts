import type { AttributeDefinition, AttributeValue, Locale } from '@kontuar/contract';
import { safeCell } from '../imports/csv-shape';
import { isNoAddress } from '../imports/person-scopes';
import { headings } from './export-headings';

/** One person as an export has them. */
export interface ExportedPerson {
  id: string; name: string; kinds: string[]; kindsByHand: string[]; language: string | null; timeZone: string | null; note: string; attributes: Record<string, AttributeValue>; createdAt: string;
  companies: { name: string; taxId: string | null; role: string; main: boolean }[];
  identities: { scope: string; externalId: string; handle: string | null; name: string | null; phone: string | null; email: string | null; verified: boolean; verifiedBy: string | null; blocked: boolean }[];
  consents: Record<string, { state: 'given' | 'withdrawn'; since: string | null }>;
  conversations: number; firstSeenAt: string | null; lastSeenAt: string | null;
}

interface Column { heading: { en: string; pl: string }; value: (person: ExportedPerson) => string }

const EMAIL = 'email';
const PHONE = 'phone';
const addresses = (scope: string) => ({ identities }: ExportedPerson): string => identities.filter((each) => each.scope === scope && !isNoAddress(each.externalId)).map(({ externalId }) => externalId).join(', ');

/** Headings that an import knows again; what it does not read stands behind them. */
const before: readonly Column[] = [
  { heading: headings.id, value: ({ id }) => id },
  { heading: headings.name, value: ({ name }) => name },
  { heading: headings.email, value: addresses(EMAIL) },
  { heading: headings.phone, value: addresses(PHONE) },
  { heading: headings.company, value: ({ companies }) => companies.find(({ main }) => main)?.name ?? '' },
  { heading: headings.companies, value: ({ companies }) => companies.filter(({ main }) => !main).map(({ name }) => name).join('; ') },
  { heading: headings.language, value: ({ language }) => language ?? '' },
  { heading: headings.kinds, value: ({ kinds }) => kinds.join(', ') },
  { heading: headings.note, value: ({ note }) => note },
];
const behind: readonly Column[] = [
  { heading: headings.elsewhere, value: ({ identities }) => identities.filter(({ scope }) => scope !== EMAIL && scope !== PHONE).map(({ scope, handle, externalId }) => `${scope}: ${handle ?? externalId}`).join(', ') },
  { heading: headings.consents, value: ({ consents }) => Object.entries(consents).map(([purpose, { state, since }]) => `${purpose}: ${state}${since === null ? '' : ` ${since.slice(0, 10)}`}`).join(', ') },
  { heading: headings.conversations, value: ({ conversations }) => String(conversations) },
  { heading: headings.lastWrote, value: ({ lastSeenAt }) => lastSeenAt ?? '' },
  { heading: headings.since, value: ({ createdAt }) => createdAt },
];

const cellOf = (value: AttributeValue | undefined): string => (value === undefined ? '' : Array.isArray(value) ? value.join(', ') : value === true ? 'yes' : value === false ? 'no' : String(value));

/** A table of people, line by line. Fields stand under their keys: names may be the same, or change. */
export function exportTable(fields: readonly Pick<AttributeDefinition, 'key'>[], locale: Locale): { heading: string; line: (person: ExportedPerson) => string } {
  const columns: Column[] = [...before, ...fields.map(({ key }) => ({ heading: { en: key, pl: key }, value: ({ attributes }: ExportedPerson) => cellOf(attributes[key]) })), ...behind];
  return {
    // Its mark tells spreadsheets that it is Unicode.
    heading: `\uFEFF${columns.map(({ heading }) => safeCell(heading[locale])).join(',')}\r\n`,
    line: (person) => `${columns.map(({ value }) => safeCell(value(person))).join(',')}\r\n`,
  };
}
