import { ConnectorError, type Connector } from '../contract';
import { askForTokens, tokenSettings } from './slack.client';
import { scopesFor, type SlackSettings } from './slack.settings';

/** "Add to Slack": an admin of the workspace agrees, and the token comes by itself. */
export const slackConsent: NonNullable<Connector<SlackSettings>['consent']> = {
  needs: ['clientId', 'clientSecret', 'signingSecret'],
  fills: ['teamId', 'botToken', 'refreshToken', 'tokenExpiresAt'],
  whose: ({ teamId }) => teamId,
  redirect: ['https'],
  url(settings, { redirectUrl, state }) {
    const url = new URL(settings.consentUrl ?? 'https://slack.com/oauth/v2/authorize');
    for (const [name, value] of Object.entries({ client_id: settings.clientId ?? '', scope: scopesFor(settings).join(','), redirect_uri: redirectUrl, state })) url.searchParams.set(name, value);
    return url.toString();
  },
  async exchange(ctx, { code, redirectUrl }) {
    const { clientId = '', clientSecret = '' } = ctx.settings;
    const granted = await askForTokens(ctx, { code, redirect_uri: redirectUrl, client_id: clientId, client_secret: clientSecret });
    if (granted.team == null) throw new ConnectorError('rejected', 'The app was installed for a whole organisation: install it for one workspace', { reason: 'nothing-chosen' });
    return [{ label: granted.team.name ?? granted.team.id, settings: { teamId: granted.team.id, ...tokenSettings(ctx, granted) } }];
  },
};
