import type { Context } from '../../contract';
import type { EmailSettings } from '../email.settings';
import { mailConsent } from './consent';

const request = { redirectUrl: 'https://inbox.example.com/back', state: 'state-1', codeChallenge: 'challenge-1' };
const asked = (settings: Partial<EmailSettings>) => new URL(mailConsent.url(settings, request));

function exchange(settings: Partial<EmailSettings>, status: number, data: unknown) {
  const posts: { url: string; form: URLSearchParams }[] = [];
  const http = { post: (url: string, body: string) => {
    posts.push({ url, form: new URLSearchParams(body) });
    return Promise.resolve({ status, data, headers: {} });
  } };
  // As much of the context as a consent gets.
  const ctx = { settings, http, now: () => new Date('2026-11-01T10:00:00Z') } as unknown as Context<Partial<EmailSettings>>;
  return { posts, done: mailConsent.exchange(ctx, { code: 'code-1', redirectUrl: request.redirectUrl, codeVerifier: 'verifier-1' }) };
}

describe('consent to read and send mail', () => {
  it('leads to the screen of the provider, with a challenge and for a token that can be renewed', () => {
    const google = asked({ provider: 'gmail', address: 'shop@example.com', oauthClientId: 'app' });
    expect(google.origin + google.pathname).toBe('https://accounts.google.com/o/oauth2/v2/auth');
    expect(Object.fromEntries(google.searchParams)).toMatchObject({ client_id: 'app', scope: 'https://mail.google.com/', access_type: 'offline', prompt: 'consent', code_challenge: 'challenge-1', code_challenge_method: 'S256', state: 'state-1', login_hint: 'shop@example.com' });
    const microsoft = asked({ provider: 'microsoft', address: 'shop@example.com', oauthClientId: 'app', oauthTenant: 'contoso' });
    expect(microsoft.pathname).toBe('/contoso/oauth2/v2.0/authorize');
    expect(microsoft.searchParams.get('scope')).toContain('offline_access');
    expect(() => asked({ provider: 'other', oauthClientId: 'app' })).toThrow('Choose Gmail');
    expect(asked({ provider: 'other', oauthClientId: 'app', oauthConsentUrl: 'https://id.example.com/auth' }).host).toBe('id.example.com');
  });

  it('exchanges the code with its verifier for tokens that the mailbox keeps', async () => {
    const { posts, done } = exchange({ provider: 'gmail', address: 'shop@example.com', oauthClientId: 'app', oauthClientSecret: 'hush' }, 200, { access_token: 'access', refresh_token: 'refresh', expires_in: 3600 });
    expect(await done).toEqual([{ label: 'shop@example.com', settings: { auth: 'xoauth2', oauthAccessToken: 'access', oauthAccessExpiresAt: '2026-11-01T11:00:00.000Z', oauthRefreshToken: 'refresh' } }]);
    expect(posts[0]?.url).toBe('https://oauth2.googleapis.com/token');
    expect(Object.fromEntries(posts[0]?.form ?? [])).toEqual({ grant_type: 'authorization_code', code: 'code-1', redirect_uri: request.redirectUrl, client_id: 'app', client_secret: 'hush', code_verifier: 'verifier-1' });
  });

  it('says what is wrong, without the code or a secret', async () => {
    await expect(exchange({ provider: 'gmail' }, 200, { access_token: 'access' }).done).rejects.toMatchObject({ reason: 'oauth-no-refresh' });
    await expect(exchange({ provider: 'gmail' }, 400, { error: 'invalid_client' }).done).rejects.toThrow('The OAuth client id or secret is wrong');
  });
});
