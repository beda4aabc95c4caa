/** Calling code, digits of a number within the country, and the digit that is dialled before it only at home. */
interface Plan { code: string; lengths: readonly number[]; trunk?: string }
const plans: Readonly<Record<string, Plan>> = {
  PL: { code: '48', lengths: [9] }, GB: { code: '44', lengths: [9, 10], trunk: '0' }, IE: { code: '353', lengths: [7, 8, 9], trunk: '0' }, US: { code: '1', lengths: [10] }, CA: { code: '1', lengths: [10] },
  DE: { code: '49', lengths: [9, 10, 11], trunk: '0' }, AT: { code: '43', lengths: [9, 10, 11, 12], trunk: '0' }, CZ: { code: '420', lengths: [9] }, SK: { code: '421', lengths: [9], trunk: '0' }, UA: { code: '380', lengths: [9], trunk: '0' },
  LT: { code: '370', lengths: [8], trunk: '0' }, FR: { code: '33', lengths: [9], trunk: '0' }, ES: { code: '34', lengths: [9] }, IT: { code: '39', lengths: [9, 10, 11] }, NL: { code: '31', lengths: [9], trunk: '0' },
};

/** In the form of E.164, however it is written; a number without its country's code is one of `country`. Undefined: this is no telephone number. */
export function readPhone(written: string, country: string): string | undefined {
  // "+44 (0) 20 …": the nought is for callers at home.
  const bare = written.replace(/\(0\)/g, '').replace(/[\s().\-/\u00a0\u2010-\u2015]/g, '');
  if (/^\+[1-9]\d{7,14}$/.test(bare)) return withoutTrunk(bare);
  if (/^00[1-9]\d{7,14}$/.test(bare)) return withoutTrunk(`+${bare.slice(2)}`);
  const plan = plans[country];
  if (plan === undefined || !/^\d{7,15}$/.test(bare)) return undefined;
  if (bare.startsWith(plan.code) && plan.lengths.includes(bare.length - plan.code.length)) return `+${bare}`;
  const number = plan.trunk !== undefined && bare.startsWith(plan.trunk) ? bare.slice(plan.trunk.length) : plan.trunk === undefined ? bare : undefined;
  return number !== undefined && plan.lengths.includes(number.length) && !number.startsWith('0') ? `+${plan.code}${number}` : undefined;
}

/** "+44020…" is written by those who put the code in front and forgot to take the nought away. */
function withoutTrunk(full: string): string {
  for (const { code, trunk, lengths } of Object.values(plans)) {
    if (trunk !== undefined && full.startsWith(`+${code}${trunk}`) && lengths.includes(full.length - 1 - code.length - trunk.length)) return `+${code}${full.slice(1 + code.length + trunk.length)}`;
  }
  return full;
}

/** A desk or a switchboard rather than somebody's own: many people answer there. Only told of Polish numbers, whose first digits say so. */
export const isLandline = (phone: string): boolean => phone.startsWith('+48') && !/^\+48(45|5[0137]|6[069]|7[2389]|88)/.test(phone);
