/**
 * The screen on which somebody lets an app in. It looks at the address that brings them as the platform does, shows who asks for what, and
 * leads back with a code that counts once; whatever does not fit is told on the screen, and never sent along.
 */
import { createHash, randomBytes } from 'node:crypto';
import { Violation, type ApiAnswer, type ApiCall } from './platform';

/** Who can sign in on this screen. */
export interface SignedIn { id: string; name: string }

interface ConsentDeskOptions {
  label: string;
  path: RegExp;
  client: { parameter: 'client_id' | 'client_key'; id: string };
  /** What the address has to say besides, to the letter. */
  required: Record<string, string>;
  scopes: readonly string[];
  separator: ' ' | ',';
  /** Whether the platform takes a challenge (and then asks for the word that fits), or knows none. */
  challenge: boolean;
  /** What goes back when somebody says no. */
  denied: Record<string, string>;
  /** Of an address to lead back to: why nobody could register it. */
  refusesRedirect?(url: URL): string | undefined;
  /** Hung on the way back, as some do. */
  fragment?: string;
  now(): Date;
}

interface Asked { redirectUri: string; state: string; challenge: string | undefined; scopes: string[] }
interface Given { who: SignedIn; redirectUri: string; challenge: string | undefined; until: number }

const codeLivesMs = 10 * 60_000;

export class ConsentDesk {
  /** As a person entered them in the app's settings; with none, any is taken, so that one can play without. */
  readonly redirects = new Set<string>();
  private readonly asked = new Map<string, Asked>();
  private readonly given = new Map<string, Given>();

  constructor(private readonly options: ConsentDeskOptions, readonly people: SignedIn[]) {}

  /** Undefined when the call is not for this screen. */
  handle(call: ApiCall): ApiAnswer | undefined {
    if (!this.options.path.test(call.path)) return undefined;
    return call.method === 'POST' ? this.decide(call.parsed as Record<string, string> | undefined) : this.show(call.query, call.path);
  }

  /** Who gave this code, once, to the address it was given for, and to whoever holds the word that fits. */
  redeem(code: string, proof: { redirectUri: string | undefined; verifier?: string | undefined }): SignedIn | undefined {
    const given = this.given.get(code);
    this.given.delete(code);
    if (given === undefined || given.until < this.options.now().getTime() || given.redirectUri !== proof.redirectUri) return undefined;
    if (given.challenge !== undefined && createHash('sha256').update(proof.verifier ?? '').digest('base64url') !== given.challenge) return undefined;
    return given.who;
  }

  private show(query: Record<string, string>, path: string): ApiAnswer {
    const { client, label, required, separator } = this.options;
    if (query[client.parameter] !== client.id) return page(401, label, `<h1>${label} does not know this app</h1><p>${client.parameter} ${escaped(query[client.parameter] ?? 'is missing')}</p>`);
    const redirectUri = query['redirect_uri'] ?? '';
    const wrong = this.wrongRedirect(redirectUri);
    if (wrong !== undefined) return page(400, label, `<h1>${label} does not lead back there</h1><p>${escaped(wrong)}: ${escaped(redirectUri)}</p>`);
    for (const [name, value] of Object.entries(required)) if (query[name] !== value) this.breach(`${name} must be ${value}`);
    const scopes = (query['scope'] ?? '').split(separator).filter((one) => one !== '');
    const unknown = scopes.filter((one) => !this.options.scopes.includes(one));
    if (scopes.length === 0 || unknown.length > 0) this.breach(`invalid scope ${unknown.join(separator)}`);
    const state = query['state'] ?? '';
    if (state.length < 20) this.breach('a state that could be guessed');
    const key = randomBytes(12).toString('hex');
    this.asked.set(key, { redirectUri, state, challenge: this.challengeOf(query), scopes });
    const who = this.people.map(({ id, name }, index) => `<p><label><input type="radio" name="who" value="${id}"${index === 0 ? ' checked' : ''}> ${escaped(name)}</label></p>`).join('');
    return page(200, label, `<h1>Sign in with ${label}</h1><form method="post" action="${escaped(path)}"><input type="hidden" name="asked" value="${key}">${who}
      <p>This app asks for: ${scopes.map(escaped).join(', ')}</p><p><button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></p></form>`);
  }

  private challengeOf({ code_challenge: challenge, code_challenge_method: method }: Record<string, string>): string | undefined {
    if (!this.options.challenge) {
      if (challenge !== undefined) this.breach('no challenge is known here');
      return undefined;
    }
    if (challenge === undefined || !/^[\w-]{43}$/.test(challenge) || method !== 'S256') this.breach('code_challenge must be an S256 one');
    return challenge;
  }

  private wrongRedirect(redirectUri: string): string | undefined {
    if (!URL.canParse(redirectUri)) return 'redirect_uri is no address';
    const refused = this.options.refusesRedirect?.(new URL(redirectUri));
    return refused ?? (this.redirects.size > 0 && !this.redirects.has(redirectUri) ? 'redirect_uri is not on the list of the app' : undefined);
  }

  private decide(form: Record<string, string> | undefined): ApiAnswer {
    const asked = this.asked.get(form?.['asked'] ?? '');
    this.asked.delete(form?.['asked'] ?? '');
    const who = this.people.find(({ id }) => id === form?.['who']);
    if (asked === undefined || who === undefined) return page(400, this.options.label, '<h1>Begin once more</h1>');
    const back = new URL(asked.redirectUri);
    if (form?.['decision'] === 'allow') {
      const code = randomBytes(24).toString('base64url');
      this.given.set(code, { who, redirectUri: asked.redirectUri, challenge: asked.challenge, until: this.options.now().getTime() + codeLivesMs });
      back.searchParams.set('code', code);
      back.hash = this.options.fragment ?? '';
    } else for (const [name, value] of Object.entries(this.options.denied)) back.searchParams.set(name, value);
    back.searchParams.set('state', asked.state);
    return { status: 302, headers: { location: back.href } };
  }

  private breach(why: string): never {
    throw new Violation(why, page(400, this.options.label, `<h1>${this.options.label} refuses this</h1><p>${escaped(why)}</p>`));
  }
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

const page = (status: number, title: string, inside: string): ApiAnswer => ({
  status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>${title}</title><style>html{color-scheme:light dark;font:16px/1.5 system-ui}body{max-width:30rem;margin:3rem auto;padding:0 1rem}</style>${inside}</html>`,
});
