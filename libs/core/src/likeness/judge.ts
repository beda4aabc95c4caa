import { compareNames } from './names';
import { isLandline } from './phone';

/** Something that two people share, as each of them has it. */
export interface Side { source: 'address' | 'signature'; words: string; scope: string; name: string; verified: boolean; messageId: string | null }
export interface Shared { kind: 'phone' | 'email' | 'handle' | 'name'; value: string; own: Side; other: Side }

const weights = { phone: 4, email: 5, handle: 2, name: 1 } as const;

/**
 * What of it speaks for one person. Two names in full that differ make two people of what firms and families share: a number in a signature, a landline, a name on a network.
 * The same name in the same firm says something beside other evidence and nothing alone: fathers and sons, and the two Annas of a large company.
 */
export function evidenceOf(shared: readonly Shared[], names: { own: string; other: string }): { evidence: Shared[]; strength: number } {
  const people = compareNames(names.own, names.other);
  const kept = shared.filter((one) => {
    const side = compareNames(one.own.name, one.other.name);
    const differ = people === 'differ' || side === 'differ';
    if (!differ) return true;
    if (one.kind === 'handle' || one.kind === 'name') return false;
    // Their own address on both sides is theirs whatever they are called; what stands in a signature may be the firm's.
    return one.own.source === 'address' && one.other.source === 'address' && !(one.kind === 'phone' && isLandline(one.value));
  });
  // The same clue of a signature says nothing beside that of the address itself.
  const evidence = kept.filter((one) => !kept.some((better) => better !== one && better.kind === one.kind && better.value === one.value && rank(better) > rank(one)));
  if (!evidence.some(({ kind }) => kind !== 'name')) return { evidence: [], strength: 0 };
  // A landline in a signature is the desk's; it takes a name to say whose.
  if (people !== 'same' && people !== 'akin' && evidence.every((one) => one.kind === 'phone' && rank(one) < 2 && isLandline(one.value))) return { evidence: [], strength: 0 };
  const strength = evidence.reduce((sum, one) => sum + weights[one.kind] * (one.own.verified && one.other.verified ? 2 : 1) / (rank(one) === 2 ? 1 : 1.5), 0) + (people === 'same' ? 1 : 0);
  return { evidence, strength };
}

const rank = ({ own, other }: Shared): number => Number(own.source === 'address') + Number(other.source === 'address');
