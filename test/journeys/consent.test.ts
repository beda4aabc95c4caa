import type { AuditEntry, ChannelView, Page as PageOf } from '@kontuar/contract';
import { facebookPlatform, type FacebookSimulated } from '../platforms/facebook/facebook.platform';
import { startPlatform, type Platform } from '../platforms/kit';
import { tiktokPlatform, type TiktokSimulation } from '../platforms/tiktok/tiktok.platform';
import { youtubePlatform, type YoutubeSimulation } from '../platforms/youtube/youtube.platform';
import { accessibilityFaults, gone, goWithin, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { askDatabase, owner, ProductClient } from '../support/product-client';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let meta: Platform<FacebookSimulated>;
let google: Platform<YoutubeSimulation>;
let tiktok: Platform<TiktokSimulation>;
let page: Page;
/** Addresses at which platforms led somebody back. */
const cameBack: string[] = [];
const refusedByUs = /status of 400/;

beforeAll(async () => {
  [product, meta, google, tiktok, page] = await Promise.all([openWorkspace(), startPlatform(facebookPlatform), startPlatform(youtubePlatform), startPlatform(tiktokPlatform), chromium.somebody('owner')]);
  client = await ProductClient.signIn(product.url);
  page.context().on('request', (request) => { if (request.url().includes('/channel-consents/callback')) cameBack.push(request.url()); });
  await signIn(page, product.url, owner);
});
afterAll(async () => {
  await product.stop();
  await Promise.all([meta.close(), google.close(), tiktok.close()]);
});
afterEach(() => { expect([...meta.violations, ...google.violations, ...tiktok.violations]).toEqual([]); });

/** The form of a platform, with what its own settings page told. */
async function fillIn(connector: string, fields: Record<string, string>): Promise<void> {
  await goWithin(page, `/channels/new?connector=${connector}`);
  await seen(page.getByRole('heading', { level: 2, name: /^(Facebook|YouTube|TikTok)/ }));
  await page.getByText('More settings').click();
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).first().fill(value);
}

/** Copies the address from the screen into the list of the app, as a person does. */
async function register(list: Set<string>): Promise<string> {
  const address = await page.locator('.code-box code').first().innerText();
  list.add(address);
  return address;
}

/** Presses, and hands over the window of the platform that opens. */
async function opens(press: () => Promise<void>): Promise<Page> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), press()]);
  await seen(popup.getByRole('heading', { name: /^Sign in with/ }));
  return popup;
}

const connect = (name: string) => opens(() => page.getByRole('button', { name: `Connect with ${name}` }).click());
const renew = (which = 'Renew access') => opens(() => page.getByRole('button', { name: which }).first().click());
const decide = async (popup: Page, decision: 'Allow' | 'Deny', who?: string) => {
  if (who !== undefined) await popup.getByLabel(who).check();
  await popup.getByRole('button', { name: decision }).click();
};
const channelOf = async (connectorId: string) => (await client.call<PageOf<ChannelView>>('GET', '/channels?limit=100')).items.find((one) => one.connectorId === connectorId) as ChannelView;
const openChannel = async (connectorId: string) => {
  const channel = await channelOf(connectorId);
  await goWithin(page, `/channels/${channel.id}`);
  await seen(page.getByRole('heading', { level: 1, name: channel.name }));
  return channel;
};
const youtube = () => ({ 'OAuth client id': google.sim.signIn.client.id, 'OAuth client secret': google.sim.signIn.client.secret, 'Token address': `${google.root}/token`, 'Consent address': `${google.root}/consent`, 'API address': `${google.root}/youtube/v3` });

describe('a new channel', () => {
  story('asks Facebook in a window of its own, and lets one choose among the pages that were opened', async () => {
    const { appId, appSecret } = meta.sim.settings() as { appId: string; appSecret: string };
    await fillIn('facebook', { 'App ID': appId, 'App secret': appSecret, 'Graph API address': meta.root, 'Address of the consent screen': meta.root });
    expect(await register(meta.sim.signIn.desk.redirects)).toBe(`${product.url}/api/v1/channel-consents/callback`);
    expect(await accessibilityFaults(page)).toEqual([]);
    const popup = await connect('Facebook');
    await seen(page.getByText('Allow the access in the window of Facebook'));
    await decide(popup, 'Allow', 'Anna Nowak, who has the shop and the café');
    await seen(page.getByText('Facebook allowed the access'));
    await eventually(() => { expect(popup.isClosed()).toBe(true); });
    await page.getByLabel('Kawiarnia Zimorodek').check();
    await page.getByRole('button', { name: 'Add channel' }).click();
    await seen(page.getByRole('heading', { name: 'Kawiarnia Zimorodek is connected' }));
    await openChannel('facebook');
    await seen(page.getByText('The token belongs to the page Kawiarnia Zimorodek.'));
    expect((await channelOf('facebook')).settings).toMatchObject({ pageId: meta.sim.sister.id, accessToken: true });
  });

  story('says in plain words that somebody refused on Google’s screen', async () => {
    chromium.excuse(refusedByUs);
    await fillIn('youtube', youtube());
    await register(google.sim.signIn.desk.redirects);
    const popup = await connect('YouTube');
    await decide(popup, 'Deny');
    await seen(page.getByText('The access was not granted: The consent was refused on the platform.'));
  });

  story('takes no answer that was tampered with', async () => {
    chromium.excuse(refusedByUs);
    const popup = await connect('YouTube');
    const stranger = await page.context().newPage();
    await stranger.goto(`${product.url}/api/v1/channel-consents/callback?code=a-code&state=${'x'.repeat(43)}`);
    await seen(stranger.getByText('This consent was not asked for here'));
    await seen(stranger.getByText('O tę zgodę nikt tu nie prosił'));
    await stranger.close();
    // Nothing happened to the one that is under way.
    await decide(popup, 'Allow', 'The simulated shop');
    await seen(page.getByText('YouTube allowed the access'));
  });

  story('works once it was allowed, and takes no answer twice', async () => {
    chromium.excuse(refusedByUs);
    await page.getByRole('button', { name: 'Add channel' }).click();
    await seen(page.getByRole('heading', { name: 'The simulated shop is connected' }));
    const again = await page.context().newPage();
    await again.goto(cameBack.at(-1) ?? '');
    await seen(again.getByText('was used already'));
    await again.close();
    await openChannel('youtube');
    await seen(page.getByText('The access belongs to The simulated shop.'));
    await seen(page.locator('.ch-title').getByText('works'));
  });

  story('says when it took too long', async () => {
    chromium.excuse(refusedByUs);
    await fillIn('youtube', youtube());
    const popup = await connect('YouTube');
    await askDatabase(product.databaseUrl, `UPDATE channel_consents SET expires_at = now() - interval '1 second' WHERE state = 'waiting' AND workspace_id = $1`, [product.workspaceId]);
    await seen(page.getByText('It took longer than ten minutes. Begin once more.'));
    await decide(popup, 'Allow');
    await seen(popup.getByText('took longer than ten minutes'));
    await popup.close();
  });

  story('says of TikTok that it takes no port and no http, and leads back to an address that ends in a slash', async () => {
    const { appId, appSecret } = tiktok.sim.settings() as { appId: string; appSecret: string };
    await fillIn('tiktok', { 'App ID': appId, 'App secret': appSecret, 'API address': tiktok.root, 'Consent address': `${tiktok.root}/consent` });
    expect(await register(tiktok.sim.desk.redirects)).toBe(`${product.url}/api/v1/channel-consents/callback/`);
    await seen(page.getByText('TikTok will not take this address. It begins with http and not with https. It has a port. Set KONTUAR_PUBLIC_URL'));
    // The TikTok of this test looks at the slash alone.
    await decide(await connect('TikTok'), 'Allow');
    await seen(page.getByText('TikTok allowed the access'));
    await page.getByRole('button', { name: 'Add channel' }).click();
    await seen(page.getByRole('heading', { name: /is connected$/ }));
    expect(new URL(cameBack.at(-1) ?? '').pathname).toBe('/api/v1/channel-consents/callback/');
  });
});

describe('a channel whose access ended', () => {
  const check = async () => {
    await page.getByRole('button', { name: 'Check now' }).click();
    await seen(page.getByRole('alert').getByText('Google’s access was withdrawn or has ended'));
  };

  story('offers to renew it, and refuses the access of another account', async () => {
    chromium.excuse(refusedByUs);
    await openChannel('youtube');
    google.sim.signIn.withdraw();
    await check();
    const popup = await renew();
    await decide(popup, 'Allow', 'Another channel');
    await seen(popup.getByText('The access is for Another channel, and this channel is another account’s.'));
    await seen(page.getByText('The access was not granted: The access is for Another channel, and this channel is another account’s. Sign in on the platform with the account of the channel, and allow it there.'));
    await popup.close();
    expect(await channelOf('youtube')).toMatchObject({ state: 'failing' });
  });

  story('works again with the access of its own account, without another press', async () => {
    const popup = await renew();
    await decide(popup, 'Allow', 'The simulated shop');
    await seen(page.locator('.toast').getByText('the access is renewed'));
    await gone(page.getByRole('alert'));
    await seen(page.locator('.ch-title').getByText('works'));
    expect(await accessibilityFaults(page)).toEqual([]);
    const { id } = await channelOf('youtube');
    const { items } = await client.call<PageOf<AuditEntry>>('GET', '/audit?limit=100');
    const entries = items.filter(({ subjectId }) => subjectId === id);
    expect(entries.map(({ action }) => action)).toContain('channel.renewed');
    expect(JSON.stringify(entries)).not.toContain('refresh-token');
  });

  story('is told in Polish too', async () => {
    chromium.excuse(refusedByUs);
    await client.call('PATCH', '/me', { locale: 'pl' });
    try {
      await openChannel('youtube');
      await page.reload();
      google.sim.signIn.withdraw();
      const popup = await renew('Odnów dostęp');
      await decide(popup, 'Allow', 'Another channel');
      await seen(popup.getByText('Zgoda dotyczy innego konta niż konto tego kanału.'));
      await seen(page.getByText('Nie ma zgody na dostęp: Zgoda dotyczy konta Another channel, a ten kanał należy do innego. Zaloguj się na platformie na konto kanału i tam wyraź zgodę.'));
      await popup.close();
      await decide(await renew('Odnów dostęp'), 'Allow', 'The simulated shop');
      await seen(page.locator('.toast').getByText('dostęp odnowiony'));
    } finally {
      await client.call('PATCH', '/me', { locale: 'en' });
    }
  });

  story('is offered the same from the warning that the access ends soon, and finds its own page among all that were opened', async () => {
    const { id } = await openChannel('facebook');
    await askDatabase(product.databaseUrl, `UPDATE channels SET expires_at = now() + interval '5 days 1 hour' WHERE id = $1`, [id]);
    meta.sim.withdraw();
    await page.reload();
    const warning = page.locator('.ends');
    await seen(warning.getByText('Access ends in 5 days'));
    await decide(await opens(() => warning.getByRole('button', { name: 'Renew access' }).click()), 'Allow', 'Anna Nowak, who has the shop and the café');
    await seen(page.locator('.toast').getByText('the access is renewed'));
    await gone(warning);
    await seen(page.getByText('The token belongs to the page Kawiarnia Zimorodek.'));
  });
});
