import type { CasePolicy, CasePolicyRule } from '@kontuar/contract';

const usual = { warnOnDays: [7, 11, 13], warnHoursBefore: [24] };

/**
 * What the law says where a workspace says nothing else: data with its source and the day on which somebody looked it up. It is no legal advice; whoever
 * answers claims by other rules keeps policies of their own, which come first.
 */
export const builtInPolicies: readonly CasePolicy[] = [
  {
    id: 'pl-consumer-claim', builtIn: true, active: true, matter: 'claim', country: 'PL', customerKind: null,
    name: { en: 'Consumer’s claim in Poland', pl: 'Reklamacja konsumenta' },
    days: 14, unit: 'calendar',
    // Whether art. 115 of the Civil Code moves the end of this term past a Saturday or a day off is better not tried on a customer: the earlier day is the safe one.
    dayOff: 'stays', silence: 'accepted', ...usual,
    source: 'Consumer Rights Act of 30 May 2014 (Dz.U. 2014 poz. 827, as amended), art. 7a; days counted by the Civil Code, art. 111', sourceUrl: 'https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU20140000827', checkedOn: '2026-11-22',
  },
  {
    id: 'pl-consumer-complaint', builtIn: true, active: true, matter: 'complaint', country: 'PL', customerKind: null,
    name: { en: 'Consumer’s complaint in Poland', pl: 'Skarga konsumenta' },
    days: 14, unit: 'calendar', dayOff: 'stays', silence: 'accepted', ...usual,
    source: 'Consumer Rights Act, art. 7a: the act names no form of a claim, so that a complaint about what was bought is counted as one', sourceUrl: 'https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU20140000827', checkedOn: '2026-11-22',
  },
  {
    id: 'pl-warranty', builtIn: true, active: true, matter: 'warranty', country: 'PL', customerKind: null,
    name: { en: 'Warranty in Poland, where its terms are silent', pl: 'Gwarancja, gdy jej warunki milczą' },
    days: 14, unit: 'calendar', dayOff: 'stays', silence: 'nothing', ...usual,
    source: 'Civil Code, art. 580 § 2: no later than 14 days from the day on which the thing was handed over, unless the warranty sets another term. Set the receipt to that day, or make a policy of the guarantor’s terms', sourceUrl: 'https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU19640160093', checkedOn: '2026-11-22',
  },
];

/** The same as it is cited in a letter or a register in Polish. */
const inPolish: Readonly<Record<string, string>> = {
  'pl-consumer-claim': 'Ustawa z dnia 30 maja 2014 r. o prawach konsumenta (Dz.U. 2014 poz. 827 ze zm.), art. 7a; dni liczone według art. 111 Kodeksu cywilnego',
  'pl-consumer-complaint': 'Ustawa o prawach konsumenta, art. 7a: ustawa nie wymaga żadnej formy reklamacji, więc skarga na zakup liczy się jak reklamacja',
  'pl-warranty': 'Kodeks cywilny, art. 580 § 2',
};

/** What stands in a case as its legal basis until somebody writes it otherwise. */
export const legalBasisOf = (policy: Pick<CasePolicy, 'id' | 'source'> | null, locale: 'en' | 'pl'): string => (policy === null ? '' : ((locale === 'pl' ? inPolish[policy.id] : undefined) ?? policy.source));

/** Of a case that no policy fits: it is followed without a clock. */
export const noPolicy: CasePolicyRule = { days: null, unit: 'calendar', dayOff: 'stays', silence: 'nothing', warnOnDays: [], warnHoursBefore: [] };

export interface CaseTraits { matter: string; country: string; customerKinds: readonly string[] }

/** How closely a policy fits; null: not at all. What names the kind of customer beats what names the country, and that beats what names the matter alone. */
function fit({ matter, country, customerKind }: Pick<CasePolicy, 'matter' | 'country' | 'customerKind'>, traits: CaseTraits): number | null {
  if ((matter !== null && matter !== traits.matter) || (country !== null && country !== traits.country) || (customerKind !== null && !traits.customerKinds.includes(customerKind))) return null;
  return (customerKind === null ? 0 : 4) + (country === null ? 0 : 2) + (matter === null ? 0 : 1);
}

/** The one that holds for a case: the workspace's own before what the law says, among them the closest, then the older. */
export function policyFor(own: readonly CasePolicy[], traits: CaseTraits): CasePolicy | undefined {
  for (const policies of [own, builtInPolicies]) {
    let best: { policy: CasePolicy; fit: number } | undefined;
    for (const policy of policies) {
      const fits = policy.active ? fit(policy, traits) : null;
      if (fits !== null && (best === undefined || fits > best.fit)) best = { policy, fit: fits };
    }
    if (best !== undefined) return best.policy;
  }
  return undefined;
}
