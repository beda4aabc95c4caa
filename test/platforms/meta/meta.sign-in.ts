/** Facebook's own screen for an app, and the way from its code to the tokens of pages. */
import { ConsentDesk } from '../consent-desk';
import { Violation, type ApiAnswer, type ApiCall } from '../platform';
import { graphError, ok, type App } from './meta.graph';

/** A page with the token that speaks for it. */
interface OwnPage { id: string; name: string; token: string }

/** Who can sign in, and the pages that they may open. */
interface MetaPerson { id: string; name: string; pages: OwnPage[] }

const refused = graphError({ status: 400, code: 100, subcode: 36008, message: 'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request' });

export class MetaSignIn {
  readonly desk: ConsentDesk;
  private readonly tokens = new Map<string, { person: MetaPerson; long: boolean }>();

  constructor(private readonly app: App, private readonly people: MetaPerson[], { scopes, now }: { scopes: readonly string[]; now(): Date }) {
    this.desk = new ConsentDesk({
      label: 'Facebook', path: /^\/v\d+\.\d+\/dialog\/oauth$/, client: { parameter: 'client_id', id: app.id }, required: { response_type: 'code' }, scopes, separator: ',', challenge: false,
      denied: { error: 'access_denied', error_code: '200', error_description: 'Permissions error', error_reason: 'user_denied' }, fragment: '_=_', now,
    }, people);
  }

  /** Undefined when the call is not for the sign-in. */
  handle(call: ApiCall): ApiAnswer | undefined {
    const shown = this.desk.handle(call);
    if (shown !== undefined) return shown;
    const path = /^\/v\d+\.\d+\/(.*)$/.exec(call.path)?.[1];
    if (path === 'oauth/access_token') return this.exchange(call);
    return path === 'me/accounts' ? this.accounts(call) : undefined;
  }

  private exchange({ query }: ApiCall): ApiAnswer {
    if (query['client_id'] !== this.app.id || query['client_secret'] !== this.app.secret) return graphError({ status: 400, code: 1, message: 'Error validating client secret.' });
    if (query['grant_type'] === 'fb_exchange_token') {
      const known = this.tokens.get(query['fb_exchange_token'] ?? '');
      return known === undefined ? refused : this.issue(known.person, true);
    }
    const who = this.desk.redeem(query['code'] ?? '', { redirectUri: query['redirect_uri'] });
    const person = this.people.find(({ id }) => id === who?.id);
    return person === undefined ? refused : this.issue(person, false);
  }

  private issue(person: MetaPerson, long: boolean): ApiAnswer {
    const token = `EAAsimulated${long ? 'Long' : 'Short'}${this.tokens.size + 1}`;
    this.tokens.set(token, { person, long });
    return ok({ access_token: token, token_type: 'bearer', ...(long ? { expires_in: 5_183_944 } : { expires_in: 5_400 }) });
  }

  private accounts({ headers }: ApiCall): ApiAnswer {
    const known = this.tokens.get(/^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '');
    if (known?.long !== true) throw new Violation('pages are asked for with a lasting token of the person, so that theirs last too', graphError({ status: 401, code: 190, message: 'Invalid OAuth access token.' }));
    return ok({ data: known.person.pages.map(({ id, name, token }) => ({ id, name, access_token: token, tasks: ['MESSAGING', 'MODERATE', 'MANAGE'] })) });
  }
}
