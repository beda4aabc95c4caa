import type { ThreadHint } from '../../contract';
import type { Headers } from '../parse/headers';
import { readIds } from './ids';
import { readIssuedId, tokensInAddress } from './reply-tokens';

/** Where relays and servers write down to whom a mail was really delivered. */
const envelopeHeaders = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-delivered-to', 'x-rcpt-to', 'x-forwarded-to', 'x-failed-recipients', 'apparently-to', 'to', 'cc', 'resent-to'];
const maxTokens = 20;
const maxReferences = 50;
const addressPattern = /[^\s<>"(),:;]{1,200}@[^\s<>"(),:;]{1,255}/g;

export interface ThreadFacts {
  hint: ThreadHint;
  /** Oldest first, as it goes into References of an answer. */
  chain: string[];
  inReplyTo: string | undefined;
}

export function readThread(headers: Headers, own: readonly string[], envelopeTo: readonly string[]): ThreadFacts {
  const chain = readIds(headers.all('references').join(' '));
  const inReplyTo = readIds(headers.get('in-reply-to'));
  const direct = inReplyTo[inReplyTo.length - 1];
  // Nearest first: what was answered, then up the chain.
  const nearest = unique([...(direct === undefined ? [] : [direct]), ...[...chain].reverse(), ...inReplyTo]);
  const tokens = unique([
    ...nearest.flatMap((id) => readIssuedId(id)?.token ?? []),
    ...[...envelopeTo, ...addressesIn(headers)].flatMap((address) => tokensInAddress(address, own)),
  ]).slice(0, maxTokens);
  return {
    hint: { ...(tokens.length > 0 ? { tokens } : {}), ...(nearest.length > 0 ? { references: nearest.slice(0, maxReferences) } : {}) },
    chain,
    inReplyTo: direct ?? chain[chain.length - 1],
  };
}

/** Case is kept here, unlike in parties: a token lives in it. */
function addressesIn(headers: Headers): string[] {
  return envelopeHeaders.flatMap((name) => headers.all(name).flatMap((value) => (value.includes('+') ? (value.slice(0, 20_000).match(addressPattern) ?? []) : [])));
}

export function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
