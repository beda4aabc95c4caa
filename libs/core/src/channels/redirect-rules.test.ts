import { allConnectors } from '@kontuar/connectors';
import type { RedirectRule } from '@kontuar/connectors/contract';
import { brokenRules, redirectUrlFor } from './redirect-rules';

const consents = allConnectors.filter(({ consent }) => consent !== undefined).map(({ id, consent }) => ({ id, rules: (consent?.redirect ?? []) as readonly RedirectRule[] }));
const broken = (origin: string, rules: readonly RedirectRule[]) => brokenRules(redirectUrlFor(origin, rules), rules);
const tiktok = consents.find(({ id }) => id === 'tiktok')?.rules ?? [];

describe('the address that a platform leads back to', () => {
  it('ends in a slash for TikTok, which asks for one, and for nobody else', () => {
    expect(consents.filter(({ rules }) => redirectUrlFor('https://inbox.example.com', rules).endsWith('/')).map(({ id }) => id)).toEqual(['tiktok']);
  });

  it.each(consents)('is one that $id takes, on a public https address without a port', ({ rules }) => {
    expect(broken('https://inbox.example.com', rules)).toEqual([]);
  });

  it('is told to be none for TikTok with a port or without https', () => {
    expect(broken('https://inbox.example.com:8443', tiktok)).toEqual(['no-port']);
    expect(broken('http://inbox.example.com', tiktok)).toEqual(['https']);
    expect(broken('http://localhost:3000', tiktok)).toEqual(['https', 'no-port']);
    // The port that https has anyway is none.
    expect(broken('https://inbox.example.com:443', tiktok)).toEqual([]);
  });

  it('may be plain http on this machine where the platform lets developers do so', () => {
    const google = consents.find(({ id }) => id === 'youtube')?.rules ?? [];
    for (const origin of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000']) expect(broken(origin, google)).toEqual([]);
    expect(broken('http://inbox.example.com', google)).toEqual(['https-or-local']);
    expect(broken('https://203.0.113.7', google)).toEqual(['name']);
    expect(broken('https://[2001:db8::7]', google)).toEqual(['name']);
    expect(broken('https://inbox.example.com:8443', google)).toEqual([]);
  });
});
