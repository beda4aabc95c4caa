import { createHmac } from 'node:crypto';
import type { ChannelView, ConversationView, MessagePage, Page as ListPage, Posted } from '@kontuar/contract';
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { accessibilityFaults } from '../support/browser';
import { openChromium } from '../support/chromium';
import { eventually } from '../support/eventually';
import { startBufferingProxy, startShop, type Site } from '../support/shop-page';

const identitySecret = 'an identity secret of the tests, long';

describe('a visitor in the browser', () => {
  let api: TestApi;
  let owner: Person;
  let channel: ChannelView;
  let shop: Site;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    api = await startTestApi({ worker: true });
    owner = await api.signUp('Dom Lipowy');
    await owner.client.put('/auth/presence', { presence: 'on' }).catch(() => undefined);
    channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'chat', name: 'Shop', settings: { allowedOrigins: ['http://localhost:*'], identitySecret } });
    shop = await startShop(api.url, channel.id);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await shop.close();
    await api.stop();
  });
  afterEach(async () => { await context.close(); });

  const visit = async (url: string, options: BrowserContextOptions & { before?: string } = {}) => {
    const { before, ...rest } = options;
    context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, ...rest });
    page = await context.newPage();
    complaints = [];
    page.on('console', (line) => { if (line.type() === 'error' || line.type() === 'warning') complaints.push(line.text()); });
    page.on('pageerror', (error) => { complaints.push(error.message); });
    if (before !== undefined) await page.addInitScript({ content: before });
    await page.goto(url);
  };
  const launcher = () => page.locator('button', { hasText: /Ask us|Zapytaj nas/ });
  const panel = async (): Promise<Frame> => eventually(() => {
    const frame = page.frames().find((one) => one.url().includes('/widget/panel'));
    if (!frame) throw new Error('no panel');
    return frame;
  });
  const open = async () => {
    await launcher().click();
    const frame = await panel();
    await frame.locator('.kw-h, .kw-top h1').first().waitFor();
    return frame;
  };
  const say = async (frame: Frame, text: string) => {
    await frame.getByRole('textbox', { name: 'Message' }).fill(text);
    await frame.getByRole('textbox', { name: 'Message' }).press('Enter');
  };
  const begin = async (frame: Frame, text: string) => {
    await frame.getByRole('button', { name: 'Write to us' }).click();
    await frame.getByLabel('Message').fill(text);
    await frame.getByRole('button', { name: 'Send' }).click();
    return conversationOf(text);
  };
  const conversationOf = (text: string) => eventually(async () => {
    const { items } = await owner.client.get<ListPage<ConversationView>>('/conversations?view=all&limit=100');
    const found = items.find((one) => one.preview.text.includes(text));
    if (!found) throw new Error(`nobody said ${text}`);
    return found;
  });
  const thread = async (conversation: ConversationView) => (await owner.client.get<MessagePage>(`/conversations/${conversation.id}/messages`)).items.filter((message) => message.kind === 'message');
  const answer = (conversation: ConversationView, text: string, more: object = {}) => owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: `a-${text}`, text, ...more });

  it('writes on a shop with a strict policy, is answered live, and the agent sees that it was read', async () => {
    await visit(shop.url);
    const frame = await open();
    await frame.getByRole('button', { name: 'Write to us' }).click();
    await frame.getByRole('radio', { name: 'A question' }).check();
    await frame.getByLabel('Message').fill('Do oak legs fit?');
    await frame.getByLabel('First name').fill('Marta');
    await frame.getByRole('button', { name: 'Send' }).click();
    const conversation = await conversationOf('Do oak legs fit?');
    expect(conversation).toMatchObject({ contact: { name: 'Marta' }, matter: 'question' });
    await frame.getByText(/^Sent \d/).waitFor();

    const asked = Date.now();
    const { message } = await answer(conversation, 'Yes, they fit.');
    await frame.getByRole('log').getByText('Yes, they fit.').waitFor();
    expect(Date.now() - asked).toBeLessThan(10_000);
    await frame.locator('header').getByText('Olga Owner').waitFor();
    await eventually(async () => expect((await thread(conversation)).find((one) => one.id === message.id)?.status).toBe('read'));
    // Nothing of ours offends the shop's policy, and its page has no style of ours.
    expect(complaints).toEqual([]);
    expect(await page.evaluate(`document.querySelectorAll('style, [style*="position"]').length`)).toBe(0);
  });

  it('finds the conversation again after a reload, with a badge for what came meanwhile', async () => {
    await visit(shop.url);
    const conversation = await begin(await open(), 'I will be back');
    await (await panel()).getByText(/^Sent \d/).waitFor();
    await page.goto('about:blank');
    await answer(conversation, 'Welcome back.');
    await page.goto(shop.url);
    await page.locator('em', { hasText: '1' }).waitFor();
    const frame = await open();
    await frame.getByRole('log').getByText('Welcome back.').waitFor();
    await frame.getByText('New', { exact: true }).waitFor();
    await page.locator('em', { hasText: '1' }).waitFor({ state: 'hidden' });
  });

  it('keeps messages while the line is down and sends each once when it is back', async () => {
    await visit(shop.url);
    const frame = await open();
    const conversation = await begin(frame, 'Before the tunnel');
    await frame.getByText(/^Sent \d/).waitFor();
    await context.setOffline(true);
    await say(frame, 'In the tunnel, one');
    await say(frame, 'In the tunnel, two');
    await frame.getByText('Not sent yet').waitFor();
    await frame.getByText('No connection.', { exact: false }).waitFor();
    await context.setOffline(false);
    await frame.getByText('No connection.', { exact: false }).waitFor({ state: 'hidden', timeout: 40_000 });
    await eventually(async () => expect((await thread(conversation)).map((one) => one.text)).toEqual(['Before the tunnel', 'In the tunnel, one', 'In the tunnel, two']));
    await frame.getByText('Not sent yet').waitFor({ state: 'hidden' });
    expect(await frame.getByRole('log').locator('.mb').count()).toBe(3);
  });

  it('chats where storage is forbidden and where streams are held back', async () => {
    const proxy = await startBufferingProxy(api.url);
    const shopBehind = await startShop(proxy.url, channel.id);
    await visit(shopBehind.url, { before: `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })` });
    const frame = await open();
    const conversation = await begin(frame, 'Through a slow proxy');
    await frame.getByText(/^Sent \d/).waitFor({ timeout: 30_000 });
    await answer(conversation, 'It arrives anyway.');
    await frame.getByRole('log').getByText('It arrives anyway.').waitFor({ timeout: 30_000 });
    await context.close();
    await shopBehind.close();
    await proxy.close();
  });

  it('does not show itself on a website that the channel does not name', async () => {
    const own = await owner.client.post<ChannelView>('/channels', { connectorId: 'chat', name: 'Locked', settings: { allowedOrigins: ['https://elsewhere.example'] } });
    const stranger = await startShop(api.url, own.id);
    await visit(stranger.url);
    await eventually(() => expect(complaints.join(' ')).toContain('403'));
    expect(await launcher().count()).toBe(0);
    // The panel itself refuses to be framed there.
    await page.evaluate(`document.body.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(`${api.url}/widget/panel?channel=${own.id}#${encodeURIComponent(stranger.url)}`)} }))`);
    await eventually(() => expect(complaints.join(' ')).toContain('frame-ancestors'));
    await stranger.close();
  });

  it('works by keyboard alone and gives the focus back', async () => {
    await visit(shop.url);
    await launcher().waitFor();
    await page.keyboard.press('Alt+k');
    const frame = await panel();
    await frame.getByRole('button', { name: 'Write to us' }).waitFor();
    await eventually(async () => expect(await frame.evaluate('document.activeElement?.className')).toBe('kw-go'));
    await page.keyboard.press('Enter');
    await page.keyboard.type('Only keys');
    for (let presses = 0; presses < 40; presses += 1) await page.keyboard.press('Tab');
    // Still inside: the dialog keeps the focus until it is left.
    expect(await page.evaluate('document.activeElement?.shadowRoot?.activeElement?.tagName')).toBe('IFRAME');
    await page.keyboard.press('Escape');
    await eventually(async () => expect(await page.evaluate('document.activeElement?.shadowRoot?.activeElement?.tagName')).toBe('BUTTON'));
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await frame.evaluate('document.activeElement?.value')).toBe('Only keys'));
  });

  it('meets the accessibility rules in each view, light and dark, wide and narrow', async () => {
    for (const options of [{ colorScheme: 'light' as const }, { colorScheme: 'dark' as const, viewport: { width: 360, height: 740 } }]) {
      await visit(shop.url, { reducedMotion: 'reduce', ...options });
      const frame = await open();
      const check = async (view: string) => { expect({ view, faults: await accessibilityFaults(page) }).toEqual({ view, faults: [] }); };

      await check('home');
      await frame.getByRole('button', { name: 'Write to us' }).click();
      await check('form');
      await frame.getByLabel('Message').fill(`Accessible ${options.colorScheme}`);
      await frame.getByRole('button', { name: 'Send' }).click();
      const conversation = await conversationOf(`Accessible ${options.colorScheme}`);
      await frame.getByText(/^Sent \d/).waitFor();
      await check('waiting');
      await answer(conversation, 'Yes, see https://shop.example/help', { then: 'resolve' });
      await frame.getByText('Is the matter settled?').waitFor();
      await check('rating');
      if (options.colorScheme === 'light') await context.close();
    }
  });

  it('answers the site’s calls, those made before it loaded too, and tells it what happens', async () => {
    const hash = createHmac('sha256', identitySecret).update('customer-7').digest('hex');
    const site = await startShop(api.url, channel.id, {
      head: `<script nonce="shop">window.heard = []; window.Kontuar = [['on', 'ready', () => heard.push('ready')], ['on', 'open', () => heard.push('open')], ['on', 'message', (m) => heard.push('message ' + m.from)], ['identify', { id: 'customer-7', name: 'James Parker', hash: '${hash}' }], ['setLocale', 'pl'], ['open']];</script>`,
    });
    await visit(site.url);
    const frame = await panel();
    await frame.getByText('Napisz do nas').click();
    // Known and vouched for: nobody asks for a name again.
    await frame.getByLabel('Wiadomość').fill('Podpisany');
    expect(await frame.getByLabel('Imię').count()).toBe(0);
    await frame.getByRole('button', { name: 'Wyślij' }).click();
    const conversation = await conversationOf('Podpisany');
    expect(conversation.contact.name).toBe('James Parker');
    const kontuar = (call: string) => page.evaluate(`Kontuar.${call}()`);
    await kontuar('close');
    await launcher().waitFor();
    expect(await page.evaluate('heard')).toEqual(['ready', 'open', 'message visitor']);
    await kontuar('reset');
    expect(await page.evaluate(`Object.keys(localStorage).filter((key) => key.startsWith('kontuar'))`)).toEqual([]);
    await kontuar('shutdown');
    expect(await launcher().count()).toBe(0);
    await site.close();
  });

  it('shows the sample shop with its chat', async () => {
    await visit(`${api.url}/demo?channel=${channel.id}&lang=en`);
    await page.getByRole('heading', { name: 'Brzoza 160 table' }).waitFor();
    const frame = await open();
    await frame.getByRole('heading', { name: 'Hello, how can we help?' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
