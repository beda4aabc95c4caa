/**
 * What must not be erased yet, with its source. Data, and a reminder: no legal advice.
 * Art. 17(3)(e) GDPR: what is needed "for the establishment, exercise or defence of legal claims" stays; Art. 17(3)(b): what a law orders to be kept.
 */
export interface HoldRule { id: 'open-case' | 'claims-limitation'; article: string; source: string; checkedOn: string }

export const openCase: HoldRule = {
  id: 'open-case', article: 'Art. 17(3)(e) GDPR', checkedOn: '2026-11-22',
  source: 'Regulation (EU) 2016/679, Art. 17(3)(e); Polish Act of 30 May 2014 on consumer rights, Art. 7a: a claim is answered within 14 days',
};

/** By country of the case: years after it was closed; `endOfYear`: the last day of that year counts. */
export const limitation: Readonly<Record<string, { years: number; endOfYear: boolean } & HoldRule>> = {
  PL: {
    id: 'claims-limitation', years: 6, endOfYear: true, article: 'Art. 17(3)(e) GDPR', checkedOn: '2026-11-22',
    source: 'Polish Civil Code, Art. 118: claims lapse after 6 years, at the end of the calendar year when the term is of two years or more',
  },
};
/** Nothing is known here of other countries: the workspace says how long, or the Polish term is taken. */
const elsewhere = 'PL';

export interface HeldBy { country: string; state: 'open' | 'closed'; closedAt: Date | null; withdrawn: boolean }
export interface Hold { rule: HoldRule; until: Date | null }

/** What holds a case back at this moment; `until` null: as long as it is open. Undefined: nothing does. `years`: what the workspace wants instead of the law's. */
export function holdOf(subject: HeldBy, years: number | null, now: Date): Hold | undefined {
  if (subject.withdrawn) return undefined;
  if (subject.state === 'open' || subject.closedAt === null) return { rule: openCase, until: null };
  const rule = limitation[subject.country] ?? limitation[elsewhere];
  if (rule === undefined) return undefined;
  const until = new Date(subject.closedAt);
  const term = years ?? rule.years;
  until.setUTCFullYear(until.getUTCFullYear() + term);
  // A term of less than two years ends on its day.
  const end = rule.endOfYear && term >= 2 ? new Date(Date.UTC(until.getUTCFullYear() + 1, 0, 1)) : until;
  return end > now ? { rule, until: end } : undefined;
}
