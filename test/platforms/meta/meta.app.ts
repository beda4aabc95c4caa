/** The app at Meta: its webhooks, its tokens, and which accounts tell it what. */
import { Violation } from '../platform';
import { contract, graphError, ok, success, type App, type Route, type Subscription } from './meta.graph';

export class AppDesk {
  readonly subscriptions = new Map<string, Subscription>();
  /** What each account tells the app. */
  readonly told = new Map<string, string[]>();
  scopes: string[];
  expiresAt = 0;

  constructor(readonly app: App, { objects, scopes }: { objects: readonly string[]; scopes: readonly string[] }) {
    this.objects = objects;
    this.scopes = [...scopes];
  }
  private readonly objects: readonly string[];
  private own = '';

  /** Of the account that this simulation is of. */
  get accountFields(): string[] | undefined {
    return this.told.get(this.own);
  }

  routes(account: string): Route[] {
    this.own = account;
    const { app } = this;
    const read = contract<{ object: string; callback_url: string; verify_token: string; fields: string }>('a subscription', {
      type: 'object', additionalProperties: false, required: ['object', 'callback_url', 'verify_token', 'fields', 'include_values'],
      properties: { object: { enum: [...this.objects] }, callback_url: { type: 'string', pattern: '^https?://' }, verify_token: { type: 'string', minLength: 8 }, fields: { type: 'string', minLength: 3 }, include_values: { const: true } },
    });
    return [
      { method: 'POST', path: new RegExp(`^${app.id}/subscriptions$`), run: (call) => {
        const body = read(call);
        this.subscriptions.set(body.object, { callback: body.callback_url, verifyToken: body.verify_token, fields: body.fields.split(',') });
        return success;
      } },
      { method: 'GET', path: new RegExp(`^${app.id}/subscriptions$`), run: () =>
        ok({ data: [...this.subscriptions].map(([object, one]) => ({ object, callback_url: one.callback, active: true, fields: one.fields.map((name) => ({ name, version: 'v25.0' })) })) }) },
      { method: 'GET', path: /^debug_token$/, run: (call) => {
        if (call.query['input_token'] === undefined) throw new Violation('no input_token', graphError({ code: 100, message: 'The parameter input_token is required' }));
        return ok({ data: { app_id: app.id, type: 'PAGE', is_valid: true, expires_at: this.expiresAt, data_access_expires_at: 0, scopes: this.scopes } });
      } },
      ...this.accountRoutes(account),
    ];
  }

  /** An account of the app is asked to tell it something. */
  accountRoutes(account: string): Route[] {
    const { app, told } = this;
    const fields = contract<{ subscribed_fields: string }>('fields of an account', { type: 'object', additionalProperties: false, required: ['subscribed_fields'], properties: { subscribed_fields: { type: 'string', pattern: '^[a-z_,]+$' } } });
    return [
      { method: 'POST', path: new RegExp(`^${account}/subscribed_apps$`), run: (call) => {
        told.set(account, fields(call).subscribed_fields.split(','));
        return success;
      } },
      { method: 'GET', path: new RegExp(`^${account}/subscribed_apps$`), run: () => ok({ data: told.has(account) ? [{ id: app.id, name: 'Simulated app', subscribed_fields: told.get(account) }] : [] }) },
      { method: 'DELETE', path: new RegExp(`^${account}/subscribed_apps$`), run: () => {
        told.delete(account);
        return success;
      } },
    ];
  }
}
