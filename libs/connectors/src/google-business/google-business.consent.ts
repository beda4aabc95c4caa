import { ConnectorError, type Connector } from '../contract';
import { callGoogle } from '../google/google.client';
import { consented, consentUrl, googleRedirect } from '../google/google.consent';
import type { GoogleContext } from '../google/google.token';
import { accountList, place, placeList } from './google-business.payloads';
import { googleBusinessSettings, scope, type GoogleBusinessSettings } from './google-business.settings';

type Choice = { label: string; settings: Partial<GoogleBusinessSettings> };
/** Of a chain with thousands of shops one still has to be found in a list. */
const mostPlaces = 2_000;

/** Somebody who manages the profile agrees on Google's screen, then chooses one of the places that it opens. */
export const consent: NonNullable<Connector<GoogleBusinessSettings>['consent']> = {
  needs: ['clientId', 'clientSecret'],
  fills: ['accountId', 'locationId', 'placeName', 'placeUrl', 'refreshToken'],
  // A place may be managed through several accounts.
  whose: ({ locationId }) => locationId,
  redirect: googleRedirect,
  url: (settings, request) => consentUrl(settings, scope, request),
  async exchange({ http, now, settings }, answer) {
    const refreshToken = await consented({ http, now, settings }, answer);
    const whole = googleBusinessSettings.parse({ accountId: '0', locationId: '0', ...settings, serviceAccount: '', refreshToken });
    const choices = await places({ http, now, settings: whole }, whole);
    if (choices.length === 0) throw new ConnectorError('rejected', 'This Google account manages no place: agree with the account that manages your Business Profile', { reason: 'nothing-chosen' });
    return choices.map((choice) => ({ ...choice, settings: { ...choice.settings, refreshToken, serviceAccount: '' } }));
  },
};

async function places(ctx: GoogleContext, { accountsUrl, placesUrl }: GoogleBusinessSettings): Promise<Choice[]> {
  const choices: Choice[] = [];
  let accountToken: string | undefined;
  do {
    const { accounts, nextPageToken } = await callGoogle(ctx, { url: `${accountsUrl}/v1/accounts`, query: { pageSize: '20', pageToken: accountToken }, scope, result: accountList });
    for (const account of accounts) {
      let token: string | undefined;
      do {
        const page = await callGoogle(ctx, { url: `${placesUrl}/v1/${account.name}/locations`, query: { readMask: 'name,title,metadata,storefrontAddress', pageSize: '100', pageToken: token }, scope, result: placeList });
        choices.push(...page.locations.flatMap((raw) => choiceOf(account.name, raw) ?? []));
        token = page.nextPageToken;
      } while (token !== undefined && token !== '' && choices.length < mostPlaces);
    }
    accountToken = nextPageToken;
  } while (accountToken !== undefined && accountToken !== '' && choices.length < mostPlaces);
  return choices;
}

function choiceOf(account: string, raw: unknown): Choice | undefined {
  const { data } = place.safeParse(raw);
  if (data === undefined) return undefined;
  const where = [data.storefrontAddress?.addressLines?.[0], data.storefrontAddress?.locality].filter((part) => part !== undefined && part !== '').join(', ');
  const title = data.title ?? data.name;
  const { mapsUri } = data.metadata ?? {};
  return {
    label: where === '' ? title : `${title} (${where})`,
    settings: { accountId: account.replace(/^accounts\//, ''), locationId: data.name.replace(/^.*locations\//, ''), placeName: data.title ?? '', ...(mapsUri !== undefined && URL.canParse(mapsUri) ? { placeUrl: mapsUri } : {}) },
  };
}
