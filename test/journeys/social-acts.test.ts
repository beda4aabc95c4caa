import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChannelView, ContactView, ConversationView, Page as Listed } from '@kontuar/contract';
import sharp from 'sharp';
import { apiPlatform } from '../platforms/api/api.platform';
import { facebookPlatform, type FacebookSimulated } from '../platforms/facebook/facebook.platform';
import { googleBusinessPlatform, type GoogleBusinessSimulation } from '../platforms/google-business/google-business.platform';
import { instagramPlatform, type InstagramSimulated } from '../platforms/instagram/instagram.platform';
import { startPlatform, type Platform } from '../platforms/kit';
import type { ApiCall, Customer, PlatformModule, Simulated } from '../platforms/platform';
import { smsPlatform } from '../platforms/sms/sms.platform';
import { telegramPlatform } from '../platforms/telegram/telegram.platform';
import { whatsappPlatform, type WhatsAppPerson, type WhatsAppSimulated } from '../platforms/whatsapp/whatsapp.platform';
import { accessibilityFaults, atWork, gone, InboxScreen, type Locator, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { askDatabase, owner, ProductClient } from '../support/product-client';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let page: Page;
let inbox: InboxScreen;

beforeAll(async () => {
  product = await openWorkspace();
  [client, page] = await Promise.all([ProductClient.signIn(product.url), chromium.somebody('agent')]);
  inbox = new InboxScreen(page);
  await signIn(page, product.url, owner);
  await inbox.view('All');
});
afterAll(async () => {
  await page.context().close();
  await product.stop();
});

/** A channel of the product on a platform that is played, which has nothing to complain about in the end. */
async function join<S extends Simulated>(module: PlatformModule<S>, name: string): Promise<{ platform: Platform<S>; channel: ChannelView }> {
  const platform = await startPlatform(module);
  const channel = await client.call<ChannelView>('POST', '/channels', { connectorId: module.id, name, settings: platform.sim.settings() });
  platform.useWebhook(channel.webhookUrl ?? '');
  return { platform, channel };
}

async function leave(platform: Platform): Promise<void> {
  expect(platform.violations).toEqual([]);
  await platform.close();
}

const conversationOf = async (name: string): Promise<ConversationView> => {
  const { items } = await client.call<Listed<ConversationView>>('GET', '/conversations?view=all&limit=100');
  const found = items.find((one) => one.contact.name === name);
  if (found === undefined) throw new Error(`nobody called ${name} wrote`);
  return found;
};

/** The entry of the thread that says this; answers quote what they answer, below it. */
const entry = (words: string | RegExp): Locator => inbox.log.locator('.msg').filter({ has: page.locator('.said, .unsup').filter({ hasText: words }) });

async function choose(message: Locator, act: string): Promise<void> {
  await message.hover();
  await message.getByRole('button', { name: 'What to do with this message' }).click();
  await page.getByRole('menuitem', { name: act, exact: true }).click();
}

const bothThemes = async (): Promise<void> => {
  await page.mouse.move(0, 0);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await accessibilityFaults(page, 'colours')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
};

describe('below a post on Facebook', () => {
  let platform: Platform<FacebookSimulated>;
  let beata: Customer;
  beforeAll(async () => { ({ platform } = await join(facebookPlatform, 'Our page')); });
  afterAll(() => leave(platform));

  const kinds = () => platform.sim.accepted.flatMap(({ kind }) => kind ?? []);
  const asks = (fits: (body: Record<string, unknown> | undefined, call: ApiCall) => boolean) => (call: ApiCall) => call.method !== 'GET' && fits(call.parsed as Record<string, unknown> | undefined, call);
  const hides = asks((body) => body?.['is_hidden'] !== undefined);

  story('likes a comment: shown as under way, then as done once Facebook says so', async () => {
    beata = platform.sim.customer('Beata Król');
    const postId = platform.sim.post?.('Solid birch, oiled by hand.') ?? '';
    await platform.happen(platform.sim.say({ from: beata, text: 'Is this a scam?', public: { postId } }));
    await inbox.open('Beata Król');
    platform.failNext({ fits: asks((_, { path }) => path.endsWith('/likes')), delayMs: 1500 });
    await entry('Is this a scam?').getByRole('button', { name: 'Like', exact: true }).click();
    await seen(entry('Is this a scam?').getByText('being liked'));
    await seen(entry('Is this a scam?').getByText('Liked by us'));
    expect(kinds()).toEqual(['like']);
  });

  story('says in plain words why Facebook would not hide it, and hides it at the second try', async () => {
    platform.failNext({ failure: 'blocked', fits: hides, delayMs: 800 });
    await entry('Is this a scam?').getByRole('button', { name: 'Hide', exact: true }).click();
    await seen(entry('Is this a scam?').getByText('being hidden'));
    const failure = inbox.log.locator('.act-fail');
    await seen(failure.getByText(/^Not hidden: /));
    expect(await failure.innerText()).not.toMatch(/\b(undefined|forbidden|403|OAuth)\b/);
    await bothThemes();
    await failure.getByRole('button', { name: 'Try again' }).click();
    await seen(inbox.log.getByText('Hidden on Facebook'));
    await gone(failure);
    await inbox.log.getByRole('button', { name: 'Show to everyone again' }).click();
    await gone(inbox.log.getByText('Hidden on Facebook'));
    expect(kinds()).toEqual(['like', 'hide', 'unhide']);
  });

  story('changes our own answer in its place; what Facebook refused is there to be tried again', async () => {
    await inbox.write('No, we ship since 1987.');
    await inbox.sendAtOnce();
    await seen(entry('No, we ship since 1987.').getByText('Sent', { exact: true }));
    platform.failNext({ failure: 'too-long', fits: asks((body) => body?.['message'] !== undefined) });
    await choose(entry('No, we ship since 1987.'), 'Edit');
    const box = inbox.log.getByRole('textbox', { name: 'New text of your message' });
    await seen(box);
    expect(await box.inputValue()).toBe('No, we ship since 1987.');
    await seen(inbox.log.getByText('It changes on Facebook too'));
    // Left as it was.
    await box.fill('Something else');
    await box.press('Escape');
    await gone(box);
    await seen(entry('No, we ship since 1987.'));
    await choose(entry('No, we ship since 1987.'), 'Edit');
    await box.fill('No, we have shipped since 1987.');
    await box.press('Control+Enter');
    await seen(inbox.log.getByText(/^Not changed: /));
    await inbox.log.locator('.act-fail').getByRole('button', { name: 'Try again' }).click();
    expect(await box.inputValue()).toBe('No, we have shipped since 1987.');
    await bothThemes();
    await inbox.log.getByRole('button', { name: 'Save' }).click();
    await seen(entry('No, we have shipped since 1987.').getByText('edited'));
    await gone(inbox.log.locator('.act-fail'));
    expect([...platform.sim.comments.comments.values()].map(({ text }) => text)).toContain('No, we have shipped since 1987.');
  });

  story('asks once before our own answer is deleted for everyone', async () => {
    await choose(entry('No, we have shipped since 1987.'), 'Delete for everyone');
    const dialog = page.getByRole('dialog', { name: 'Delete this for everyone?' });
    await seen(dialog.getByText('Your message disappears from Facebook for everybody'));
    await seen(dialog.getByText('No, we have shipped since 1987.'));
    await bothThemes();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await gone(dialog);
    await choose(entry('No, we have shipped since 1987.'), 'Delete for everyone');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await gone(inbox.log.getByText('No, we have shipped since 1987.'));
    await eventually(() => { expect([...platform.sim.comments.comments.values()].map(({ text }) => text)).toEqual(['Is this a scam?']); });
  });

  story('keeps for whom a draft is meant, on another machine too', async () => {
    await inbox.editor.press('Control+Shift+X');
    await seen(inbox.composer.getByRole('radio', { name: 'Private', checked: true }));
    await inbox.write('Your voucher is OAK-10.');
    await seen(inbox.composer.getByText('Draft saved'));
    const elsewhere = await chromium.somebody('agent elsewhere');
    const there = new InboxScreen(elsewhere);
    await signIn(elsewhere, product.url, owner);
    await there.view('All');
    await there.open('Beata Król');
    await eventually(async () => { expect(await there.written()).toBe('Your voucher is OAK-10.'); });
    await seen(there.composer.getByRole('radio', { name: 'Private', checked: true }));
    // The other way round: chosen there as public, it is public here.
    await there.composer.getByRole('radio', { name: 'Public' }).click({ force: true });
    await there.write('Everyone may know: OAK-10.');
    await seen(there.composer.getByText('Draft saved'));
    await elsewhere.context().close();
    await page.reload();
    await atWork(page);
    await eventually(async () => { expect(await inbox.written()).toBe('Everyone may know: OAK-10.'); });
    await seen(inbox.composer.getByRole('radio', { name: 'Public', checked: true }));
    await inbox.write('');
  });

  story('deletes a comment of a customer for everyone, and keeps a line of who did it', async () => {
    await choose(entry('Is this a scam?'), 'Delete for everyone');
    const dialog = page.getByRole('dialog', { name: 'Delete this for everyone?' });
    await seen(dialog.getByText(/^It disappears from Facebook for everybody.*Hiding it can be undone\.$/));
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await seen(inbox.log.getByText(/deleted a message/));
    await gone(inbox.log.getByText('Is this a scam?'));
    await seen(inbox.log.getByText('Deleted by us, for everyone'));
    expect(platform.sim.comments.comments.size).toBe(0);
  });
});

describe('a review on Google', () => {
  let platform: Platform<GoogleBusinessSimulation>;
  let review: string;
  beforeAll(async () => { ({ platform } = await join(googleBusinessPlatform, 'Google')); });
  afterAll(() => leave(platform));

  story('shows its stars in the list, and says that one answer is all it takes', async () => {
    const said = platform.sim.say({ from: platform.sim.customer('Celina Wolska'), text: 'The drawer sticks.', public: { stars: 2 } });
    review = said.externalId;
    await platform.happen(said);
    await seen(inbox.row('Celina Wolska').getByRole('img', { name: '2 of 5 stars' }));
    await inbox.open('Celina Wolska');
    await seen(inbox.composer.getByText('A review has one answer; a later one replaces it.'));
    await seen(inbox.composer.getByText('Everyone can read this, below the review'));
    await bothThemes();
    await inbox.write('We send a new runner.');
    await inbox.composer.getByRole('button', { name: 'Publish', exact: true }).click();
    await inbox.log.getByRole('button', { name: 'Send now' }).click();
    await eventually(() => { expect(platform.sim.accepted.map(({ text }) => text)).toEqual(['We send a new runner.']); });
  });

  story('says which answer the next one replaces', async () => {
    await seen(inbox.composer.getByText(/^.*A review has one answer: this replaces the one of \d\d:\d\d\.$/));
  });

  story('shows the stars as they stand when the customer changes them', async () => {
    // Long after our answer: what changes in the same moment is noted by Google because of the answer.
    for (const { reply } of platform.sim.reviews.all) if (reply !== undefined) reply.at = new Date(Date.now() - 60_000);
    await platform.happen(platform.sim.change(review, { text: 'The drawer runs now.', stars: 5 }));
    await seen(inbox.row('Celina Wolska').getByRole('img', { name: '5 of 5 stars' }));
    await seen(inbox.log.getByText('The customer changed the stars from 2 to 5 of 5'));
    await seen(entry('The drawer runs now.').getByRole('img', { name: '5 of 5 stars' }));
  });
});

describe('on WhatsApp', () => {
  let platform: Platform<WhatsAppSimulated>;
  let messages: Platform | undefined;
  let lena: WhatsAppPerson;
  let picture: Buffer;
  beforeAll(async () => {
    ({ platform } = await join(whatsappPlatform, 'WhatsApp'));
    picture = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#8a5a2b' } }).png().toBuffer();
  });
  afterAll(async () => {
    await leave(platform);
    if (messages !== undefined) await leave(messages);
  });

  const asksForMedia = ({ method, path }: ApiCall) => method === 'GET' && /\/1003383\d+$/.test(path);

  story('shows what is answered by what, and what somebody felt about it', async () => {
    lena = platform.sim.customer('Lena Maj');
    const asked = platform.sim.say({ from: lena, text: 'Which oil for birch?' });
    await platform.happen(asked);
    await inbox.open('Lena Maj');
    await inbox.write('Linseed, thinly.');
    await inbox.sendAtOnce();
    await eventually(() => { expect(platform.sim.accepted).toHaveLength(1); });
    const ours = platform.sim.accepted[0]?.externalId ?? '';
    await platform.happen(platform.sim.react?.(ours, lena, '❤️') ?? { events: [] });
    await seen(entry('Linseed, thinly.').getByText('❤️'));
    await platform.happen(platform.sim.say({ from: lena, text: 'How many coats?', replyTo: ours }));
    await seen(entry('How many coats?').locator('.re').getByText('Linseed, thinly.'));
  });

  story('shows a message of an unknown kind, and leads to what WhatsApp sent', async () => {
    await platform.happen(platform.sim.unknownMessage?.(lena) ?? { events: [] });
    const unknown = entry(/A kind of message that Kontuar does not show yet/);
    await seen(unknown);
    await bothThemes();
    await unknown.getByRole('link', { name: 'See what WhatsApp sent' }).click();
    await seen(page.getByText('How the message came in that you were looking at is marked.').or(page.getByRole('heading', { name: /deliver/i })));
    await page.goBack();
    await seen(inbox.editor);
  });

  story('fills a picture in that comes later, without a reload', async () => {
    platform.failNext({ failure: 'server-error', fits: asksForMedia, delayMs: 500 });
    await platform.happen(platform.sim.say({ from: lena, text: 'Like this?', media: [{ name: 'table.png', contentType: 'image/png', bytes: picture }] }));
    await seen(entry('Like this?').getByText('being fetched'));
    await eventually(() => askDatabase(product.databaseUrl, `UPDATE attachments SET next_attempt_at = now() WHERE state = 'pending' AND attempts = 1 AND workspace_id = $1 RETURNING id`, [product.workspaceId]).then((rows) => { expect(rows).toHaveLength(1); }));
    await seen(entry('Like this?').getByRole('button', { name: /^Open .*\.(png|jpe?g)/i }), 30_000);
  }, 60_000);

  story('shows a picture that could not be had at all, and fetches it when somebody asks', async () => {
    platform.failNext({ failure: 'server-error', fits: asksForMedia });
    const [before] = await askDatabase<{ n: number }>(product.databaseUrl, 'SELECT count(*)::int AS n FROM attachments WHERE workspace_id = $1', [product.workspaceId]);
    await platform.happen(platform.sim.say({ from: lena, text: 'And here?', media: [{ name: 'top.png', contentType: 'image/png', bytes: picture }] }));
    await eventually(async () => {
      const [now] = await askDatabase<{ n: number }>(product.databaseUrl, 'SELECT count(*)::int AS n FROM attachments WHERE workspace_id = $1', [product.workspaceId]);
      expect(now?.n).toBe((before?.n ?? 0) + 1);
    });
    // As after half an hour of trying.
    await eventually(() => askDatabase(product.databaseUrl, `UPDATE attachments SET attempts = 5, next_attempt_at = now() WHERE state = 'pending' AND attempts = 1 AND workspace_id = $1 RETURNING id`, [product.workspaceId]).then((rows) => { expect(rows).toHaveLength(1); }));
    platform.failNext({ failure: 'server-error', fits: asksForMedia });
    const placeholder = entry('And here?').locator('.await');
    await seen(placeholder.getByText('could not be fetched'), 30_000);
    await bothThemes();
    await placeholder.getByRole('button', { name: 'Try again' }).click();
    await seen(entry('And here?').getByRole('button', { name: /^Open .*\.(png|jpe?g)/i }));
  }, 60_000);

  story('counts down how long an answer is free', async () => {
    await seen(inbox.composer.getByText(/^(1 d|23 h.*) left$/));
    await seen(inbox.composer.getByRole('img', { name: /^Time to answer freely: (1 d|23 h.*) of 24 h left$/ }));
  });

  story('offers a template once the time is over, shows it filled in, and sends it', async () => {
    await askDatabase(product.databaseUrl, `UPDATE conversations SET last_inbound_at = now() - interval '25 hours' WHERE id = $1`, [(await conversationOf('Lena Maj')).id]);
    await page.reload();
    await atWork(page);
    const closed = inbox.composer.getByRole('region', { name: /^The time to answer here ended / });
    await seen(closed.getByText('Only an approved template gets through until the customer writes again.'));
    await seen(inbox.composer.getByText('only templates'));
    await bothThemes();
    await closed.getByRole('button', { name: 'Choose a template' }).click();
    const dialog = page.getByRole('dialog');
    const preview = dialog.getByRole('region', { name: /Lena Maj/ });
    await seen(preview.getByText(/Cześć .*, paczka .* jedzie\./));
    // What is missing is named before anything is sent.
    expect(await dialog.getByRole('button', { name: 'Send the template' }).getAttribute('aria-disabled')).toBe('true');
    await seen(dialog.getByRole('status').getByText('Fill in every variable'));
    const fields = dialog.locator('.tpl-p input');
    await fields.nth(0).fill('Lena');
    await fields.nth(1).fill('A-17');
    await seen(preview.getByText('Cześć Lena, paczka A-17 jedzie.'));
    await bothThemes();
    await dialog.getByRole('button', { name: 'Send the template' }).click();
    await gone(dialog);
    await seen(entry('Cześć Lena, paczka A-17 jedzie.').getByText('Template paczka'));
    await eventually(() => { expect(platform.sim.accepted.at(-1)?.kind).toBe('template'); });
  });

  story('says why WhatsApp refused a template', async () => {
    platform.failNext({ failure: 'blocked' });
    await inbox.composer.getByRole('button', { name: 'Choose a template' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('.tpl-p input').nth(0).fill('Lena');
    await dialog.locator('.tpl-p input').nth(1).fill('A-18');
    await dialog.getByRole('button', { name: 'Send the template' }).click();
    const refused = entry('Cześć Lena, paczka A-18 jedzie.');
    await seen(refused.getByText(/^Not delivered: /));
    await bothThemes();
  });

  story('names the other ways to the same person', async () => {
    ({ platform: messages } = await join(telegramPlatform, 'Telegram'));
    await messages.happen(messages.sim.say({ from: messages.sim.customer('Lena on Telegram'), text: 'Me again' }));
    await seen(inbox.row('Lena on Telegram'));
    const [one, other] = [await conversationOf('Lena Maj'), await conversationOf('Lena on Telegram')];
    await client.call<{ contact: ContactView }>('POST', `/contacts/${one.contact.id}/merge`, { otherId: other.contact.id });
    const way = inbox.composer.getByRole('link', { name: `Telegram: conversation ${other.number}` });
    await page.reload();
    await atWork(page);
    await seen(way);
    await way.click();
    await seen(inbox.log.getByText('Me again'));
  });

  story('changes and takes back what we said there in private', async () => {
    await inbox.write('Until sevn.');
    await inbox.sendAtOnce();
    await seen(entry('Until sevn.').getByText('Sent', { exact: true }));
    await choose(entry('Until sevn.'), 'Edit');
    const box = inbox.log.getByRole('textbox', { name: 'New text of your message' });
    await box.fill('Until seven.');
    await box.press('Control+Enter');
    await seen(entry('Until seven.').getByText('edited'));
    await choose(entry('Until seven.'), 'Delete for the customer too');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await gone(inbox.log.getByText('Until seven.'));
  });
});

describe('on Instagram', () => {
  let platform: Platform<InstagramSimulated>;
  beforeAll(async () => { ({ platform } = await join(instagramPlatform, 'Instagram')); });
  afterAll(() => leave(platform));

  story('shows that somebody answers a story, and the story, which is gone tomorrow', async () => {
    const ania = platform.sim.customer('ania.remontuje');
    const picture = await sharp({ create: { width: 90, height: 160, channels: 3, background: '#6b8a2b' } }).png().toBuffer();
    await platform.happen(platform.sim.inbox.sayRaw(ania.id, { text: 'Lovely chair!', reply_to: { story: { id: '17900000000000001', url: platform.sim.inbox.cache.put(picture, { name: 'story.png', contentType: 'image/png' }) } } }));
    await seen(inbox.row('ania.remontuje').getByText('Lovely chair!'));
    await inbox.open('ania.remontuje');
    await seen(entry('Lovely chair!').getByText('answers one of ours'));
    await seen(entry('Lovely chair!').getByRole('button', { name: /^Open story/ }));
  });
});

describe('by SMS', () => {
  let platform: Platform;
  beforeAll(async () => { ({ platform } = await join(smsPlatform, 'SMS')); });
  afterAll(() => leave(platform));

  story('says how many SMS an answer costs while it is written', async () => {
    const from = platform.sim.customer('+48600111222');
    await platform.happen(platform.sim.say({ from, text: 'Gdzie paczka?' }));
    const row = inbox.list.getByRole('listitem').filter({ hasText: 'Gdzie paczka?' });
    await row.getByRole('link').click();
    await seen(inbox.editor);
    const cost = inbox.composer.locator('.sms');
    await gone(cost);
    await inbox.write('Jutro do 12.');
    await seen(cost.getByText('1 SMS', { exact: true }));
    await seen(cost.getByText('148 more characters fit in it'));
    await inbox.write('x'.repeat(161));
    await seen(cost.getByText('2 SMS', { exact: true }));
    await inbox.write('Będzie jutro.');
    await seen(cost.getByText('with ę an SMS holds 70 characters instead of 160'));
    await seen(cost.getByText('1 SMS', { exact: true }));
    await bothThemes();
    await inbox.write('');
  });
});

describe('with a picture of themselves', () => {
  let platform: Platform;
  let pictures: Server;
  beforeAll(async () => {
    const face = await sharp({ create: { width: 96, height: 96, channels: 3, background: '#2b6f8a' } }).png().toBuffer();
    pictures = createServer((_, response) => { response.writeHead(200, { 'content-type': 'image/png' }).end(face); });
    await new Promise<void>((listening) => { pictures.listen(0, '127.0.0.1', listening); });
    ({ platform } = await join(apiPlatform, 'Own shop'));
  });
  afterAll(async () => {
    await leave(platform);
    await new Promise((closed) => pictures.close(closed));
  });

  story('shows the customer in row, thread and panel, though their name was known', async () => {
    const said = platform.sim.say({ from: platform.sim.customer('Faustyna Gil'), text: 'Hello there' });
    const payload = said.events[0]?.payload as { from: Record<string, unknown> };
    payload.from['avatarUrl'] = `http://127.0.0.1:${(pictures.address() as AddressInfo).port}/face.png`;
    await platform.happen(said);
    await seen(inbox.row('Faustyna Gil').locator('.av img'));
    await inbox.open('Faustyna Gil');
    await seen(inbox.thread.locator('header .av img'));
    await seen(inbox.log.getByRole('article').filter({ hasText: 'Hello there' }).locator('.av img'));
    await seen(page.getByRole('complementary').locator('.av.lg img'));
    for (const picture of await page.locator('.av img').all()) expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  });
});
