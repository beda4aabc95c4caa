import { ConnectorError, type Connector } from '../contract';
import { callLinkedin } from './linkedin.client';
import { administered } from './linkedin.health';
import { organization } from './linkedin.payloads';
import { linkedinSettings, type LinkedinSettings } from './linkedin.settings';
import { grant, type LinkedinContext } from './linkedin.token';

const before = { organizationId: '0', accessToken: 'before-the-consent' };

/** An administrator agrees, and chooses one of their pages. */
export const consent: NonNullable<Connector<LinkedinSettings>['consent']> = {
  needs: ['clientId', 'clientSecret'],
  fills: ['organizationId', 'accessToken', 'refreshToken', 'tokenExpiresAt', 'refreshExpiresAt', 'memberId'],
  whose: ({ organizationId }) => organizationId,
  redirect: ['https-or-local'],
  url(settings, { redirectUrl, state }) {
    const { clientId, scopes, oauthUrl } = whole(settings);
    const url = new URL(`${oauthUrl}/authorization`);
    for (const [name, value] of Object.entries({ response_type: 'code', client_id: clientId, redirect_uri: redirectUrl, state, scope: scopes.split(/\s+/).join(' ') })) url.searchParams.set(name, value);
    return url.toString();
  },
  async exchange({ secrets: _secrets, settings, ...given }, { code, redirectUrl }) {
    const own = whole(settings);
    const granted = await grant(given, own.oauthUrl, { grant_type: 'authorization_code', code, redirect_uri: redirectUrl, client_id: own.clientId, client_secret: own.clientSecret });
    const theirs = { ...own, ...granted };
    const ctx: LinkedinContext = { ...given, settings: theirs, secrets: { update: () => Promise.resolve(theirs) } };
    const pages = await administered(ctx);
    if (pages.length === 0) throw new ConnectorError('rejected', 'Who agreed is not an administrator of any page', { reason: 'nothing-chosen' });
    return Promise.all(pages.map(async ({ organizationId, memberId }) => {
      const { localizedName } = await callLinkedin(ctx, { path: `organizations/${organizationId}`, result: organization }).catch(() => ({ localizedName: undefined }));
      return { label: localizedName ?? organizationId, settings: { organizationId, memberId, ...granted } };
    }));
  },
};

/** Before a channel exists the form is half empty; what the consent fills in is made up for the while. */
function whole(settings: Partial<LinkedinSettings>): LinkedinSettings {
  const given = Object.entries(settings).filter(([name, value]) => !(name in before && (value === '' || value == null)));
  return linkedinSettings.parse({ ...before, ...Object.fromEntries(given) });
}
