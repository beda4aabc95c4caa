import type { ChannelView, CrisisView, ModerationRule, Page as ListPage } from '@kontuar/contract';
import { facebookPlatform } from '../platforms/facebook/facebook.platform';
import { startPlatform, type Platform } from '../platforms/kit';
import { accessibilityFaults, gone, goWithin, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { askDatabase, owner, ProductClient } from '../support/product-client';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let platform: Platform;
let page: Page;
let inbox: InboxScreen;
let postId: string;

beforeAll(async () => {
  product = await openWorkspace();
  [client, platform, page] = await Promise.all([ProductClient.signIn(product.url), startPlatform(facebookPlatform), chromium.somebody('agent')]);
  inbox = new InboxScreen(page);
  const { id, webhookUrl } = await client.call<ChannelView>('POST', '/channels', { connectorId: facebookPlatform.id, name: 'Our page', settings: platform.sim.settings() });
  platform.useWebhook(webhookUrl ?? `${product.url}/hooks/${facebookPlatform.id}/${id}`);
  postId = platform.sim.post?.('Solid birch, oiled by hand.') ?? '';
  await signIn(page, product.url, owner);
});
afterAll(async () => {
  await page.context().close();
  expect(platform.violations).toEqual([]);
  await platform.close();
  await product.stop();
});

const comment = (name: string, text: string) => platform.happen(platform.sim.say({ from: platform.sim.customer(name), text, public: { postId } }));
/** What the platform was asked to hide or to show, in order. */
const hidden = () => platform.requests.flatMap(({ parsed }) => (typeof parsed === 'object' && parsed !== null && 'is_hidden' in parsed ? [String(parsed.is_hidden) === 'true'] : []));

describe('rules about comments', () => {
  story('are written in the settings, tried on what was said, and then act by themselves', async () => {
    await comment('Ola Nowak', 'Sprzedawcy to zwykli oszuści');
    await goWithin(page, '/settings/moderation');
    await page.getByRole('button', { name: 'New rule' }).click();
    const dialog = page.getByRole('dialog', { name: 'New rule' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Insults');
    await dialog.getByRole('textbox', { name: 'Words' }).fill('oszust\nzłodziej');
    await dialog.getByRole('button', { name: 'Try on the last 30 days' }).click();
    await seen(dialog.getByText('1 hit', { exact: true }));
    await seen(dialog.getByText('oszuści', { exact: true }));
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('radio', { name: 'Acts' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await gone(dialog);
    await seen(page.getByRole('listitem').filter({ hasText: 'Insults' }).getByText('Acts'));
    expect(hidden()).toEqual([]);
  });

  story('hide a comment on the platform, say so in the thread, and it is shown again by one button', async () => {
    await goWithin(page, '/inbox');
    await inbox.view('All');
    await comment('Jan Wilk', 'Złodzieje, nie kupujcie tu');
    await eventually(() => { expect(hidden()).toEqual([true]); });
    await inbox.open('Jan Wilk');
    await seen(inbox.log.getByText('A rule hid a message'));
    const line = page.getByRole('region', { name: 'What rules suggest' });
    await seen(line.getByText('Insults hid a comment here'));
    await line.getByRole('button', { name: 'Show it again' }).click();
    await eventually(() => { expect(hidden()).toEqual([true, false]); });
    await gone(line);
  });

  story('suggest where they are not trusted yet, and one key does it', async () => {
    await client.call<ModerationRule>('POST', '/moderation/rules', { name: 'Links', conditions: [{ by: 'link' }], actions: [{ do: 'hide' }], stage: 'suggest' });
    await comment('Ewa Sowa', 'Taniej na okazje.shop');
    await inbox.open('Ewa Sowa');
    const line = page.getByRole('region', { name: 'What rules suggest' });
    await seen(line.getByText('okazje.shop'));
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await inbox.open('Ewa Sowa');
    await page.keyboard.press('+');
    await page.keyboard.press('h');
    await eventually(() => { expect(hidden()).toEqual([true, false, true]); });
  });

  story('leave to people what is answered to many at once: one statement, at a pace, stopped as far as it has not left', async () => {
    await comment('Iga Lis', 'Kiedy wreszcie odpowiecie o tym lakierze?');
    const crisis = await client.call<CrisisView>('POST', '/crises', { reason: 'The varnish smells', channelIds: [], statement: { en: '', pl: 'Dzień dobry, {name}. Sprawdzamy lakier i piszemy do każdego dziś.' } });
    await goWithin(page, `/crisis/${crisis.id}`);
    await page.getByRole('button', { name: 'Answer many' }).click();
    const part = page.getByRole('region', { name: 'Answer many at once' });
    const iga = part.getByRole('checkbox', { name: /Iga Lis/ });
    await seen(iga);
    expect(await accessibilityFaults(page)).toEqual([]);
    await part.getByRole('button', { name: 'None', exact: true }).click();
    for (const name of ['Iga Lis', 'Ola Nowak']) await part.getByRole('checkbox', { name: new RegExp(name) }).check();
    await part.getByLabel('The statement').fill('Dzień dobry, {name}. Sprawdzamy lakier.');
    await part.getByRole('button', { name: 'Say it to 2 people' }).click();
    await seen(part.getByText('2 wait', { exact: false }));
    await askDatabase(product.databaseUrl, `UPDATE planned_answers p SET due_at = now() FROM messages m WHERE m.conversation_id = p.conversation_id AND p.workspace_id = $1 AND m.author_name = 'Iga Lis'`, [product.workspaceId]);
    await eventually(() => { expect(platform.requests.map(({ parsed }) => (typeof parsed === 'object' && parsed !== null && 'message' in parsed ? parsed.message : ''))).toContain('Dzień dobry, Iga Lis. Sprawdzamy lakier.'); }, 20_000);
    await part.getByRole('button', { name: 'Stop what has not left' }).click();
    await seen(part.getByText('1 has left, 1 does not leave'));
    await seen(part.getByText('Stopped', { exact: true }));
    await client.call('POST', `/crises/${crisis.id}/end`, {});
  }, 60_000);

  story('say what waits for a paused channel, and let it leave by resuming the channel from there', async () => {
    await comment('Pola Kos', 'Złodzieje i tyle');
    await eventually(() => { expect(hidden()).toEqual([true, false, true, true]); });
    const { items: [channel] } = await client.call<ListPage<ChannelView>>('GET', '/channels');
    await client.call('PATCH', `/channels/${channel?.id}`, { paused: true });
    await goWithin(page, '/settings/moderation');
    const hit = page.getByRole('region', { name: 'What rules hit' }).getByRole('listitem').filter({ hasText: 'Pola Kos' });
    await hit.getByRole('button', { name: 'Undo what it did' }).click();
    await seen(hit.getByText('Our page is paused: the comment will be shown again once the channel runs again.'));
    expect(await accessibilityFaults(page)).toEqual([]);
    // Thought better of, and then again.
    await hit.getByRole('button', { name: 'Leave it as it is' }).click();
    await gone(hit.getByText('Our page is paused', { exact: false }));
    await hit.getByRole('button', { name: 'Undo what it did' }).click();
    await seen(hit.getByText('Our page is paused', { exact: false }));
    await goWithin(page, '/inbox/all');
    await inbox.open('Pola Kos');
    await seen(inbox.log.getByText('Our page is paused: the comment will be shown again', { exact: false }));
    expect(hidden()).toEqual([true, false, true, true]);
    await inbox.log.getByRole('button', { name: 'Resume the channel' }).click();
    await seen(page.getByText('Our page runs again. What waited is leaving.'));
    await eventually(() => { expect(hidden()).toEqual([true, false, true, true, false]); });
    await gone(inbox.log.getByText('Our page is paused', { exact: false }));
  });

  story('list what they hit, on a phone, too, and many are taken back at once', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await goWithin(page, '/settings/moderation');
    const hits = page.getByRole('region', { name: 'What rules hit' });
    await seen(hits.getByText('Taniej na okazje.shop'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await accessibilityFaults(page)).toEqual([]);
    await hits.getByRole('checkbox', { name: 'Select all shown' }).check();
    await hits.getByRole('button', { name: 'Undo what it did' }).first().click();
    await eventually(() => { expect(hidden()).toEqual([true, false, true, true, false, false]); });
  });
});
