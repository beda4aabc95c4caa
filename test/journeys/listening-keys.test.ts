import { createHmac } from 'node:crypto';
import type { ListeningSourceMade, MonitorView } from '@kontuar/contract';
import { accessibilityFaults, goWithin, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { owner, ProductClient } from '../support/product-client';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let page: Page;

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

beforeAll(async () => {
  [product, page] = await Promise.all([openWorkspace(), chromium.somebody('brand team')]);
  const client = await ProductClient.signIn(product.url);
  await client.call<MonitorView>('POST', '/listening/monitors', { name: 'Dom Lipowy', query: 'lipowy' });
  const door = await client.call<ListeningSourceMade>('POST', '/listening/sources', { kind: 'push', name: 'Forum watch' });
  const said: [hours: number, platform: string, text: string][] = [[5, 'forum', 'Dom lipowy ma nowy salon w Krakowie'], [3, 'forum', 'Fatalna obsługa, dom lipowy oszukał mnie na dwa stoły, jestem wściekła'], [3, 'news', 'Dom lipowy otwiera piąty salon, wiadomości z branży'], [1, 'forum', 'Czy ktoś zna dom lipowy i ich krzesła?']];
  const body = JSON.stringify({ posts: said.map(([hours, platform, text], n) => ({ id: `k${n}`, platform, text, publishedAt: hoursAgo(hours), language: 'pl', author: { handle: `a${n}`, name: `Author ${n}` } })) });
  const seconds = Math.floor(Date.now() / 1000);
  expect((await fetch(`${product.url}/hooks/listening/${door.source.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-kontuar-signature': `t=${seconds},v1=${createHmac('sha256', door.secret ?? '').update(`${seconds}.${body}`).digest('hex')}` }, body })).status).toBe(200);
  await signIn(page, product.url, owner);
  await goWithin(page, '/listening');
  await seen(page.getByRole('article', { name: 'Mention by Author 3' }));
  await seen(page.getByRole('complementary', { name: 'Last 24 hours' }));
});
afterAll(() => product.stop());

/** What stands under the keyboard as a screen reader has it, whether it is chosen, and whether it is seen to be there. */
async function focused(): Promise<{ said: string; pressed: string | null; outlined: boolean }> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const node = nodes.filter(({ ignored, properties }) => !ignored && properties?.some(({ name, value }) => name === 'focused' && value.value === true)).at(-1);
  const state = await page.evaluate(() => { const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body); return { pressed: document.activeElement?.getAttribute('aria-pressed') ?? document.activeElement?.getAttribute('aria-current') ?? null, outlined: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 }; });
  return { said: `${String(node?.role?.value)} “${String(node?.name?.value)}”`, ...state };
}

/** Tab, as often as it takes, and never on something that nobody sees or nobody could name. */
async function tabTo(what: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Awaited<ReturnType<typeof focused>>> {
  for (let steps = 0; steps < 90; steps += 1) {
    await page.keyboard.press(key);
    const now = await focused();
    expect(now).toMatchObject({ said: expect.stringMatching(/^\w+ “.*\S.*”$/), outlined: true });
    if (what.test(now.said)) return now;
  }
  throw new Error(`nothing called ${String(what)} is reached by ${key}`);
}
const shown = () => page.getByRole('list', { name: 'Stream' }).getByRole('article').count();
const shows = (n: number) => eventually(async () => { expect(await shown()).toBe(n); });

story('narrows the stream by its views, hours and places with the keyboard alone, and always sees where it is', async () => {
  await shows(4);
  await page.locator('#content').focus();
  // Views, with their counts; the one that is open says so.
  expect(await tabTo(/^button “Everything 4”/)).toMatchObject({ pressed: 'true' });
  await tabTo(/^button “To judge 4”/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/shelf=to-judge/);
  expect(await focused()).toMatchObject({ said: 'button “To judge 4”', pressed: 'true' });
  await tabTo(/“Everything/, 'Shift+Tab');
  await page.keyboard.press('Space');
  await page.waitForURL((url) => !url.search.includes('shelf'));

  // Hours: one stop, then arrows; the newest first under the hand.
  const newest = await tabTo(/mentions, of them/);
  expect(newest).toMatchObject({ said: expect.stringMatching(/: 1 mentions, of them 0 negative/), pressed: 'false' });
  await page.keyboard.press('ArrowLeft');
  expect((await focused()).said).toMatch(/: 2 mentions, of them 1 negative/);
  await page.keyboard.press('ArrowDown');
  expect((await focused()).said).toMatch(/the 1 negative ones/);
  await page.keyboard.press('Enter');
  await shows(1);
  expect(await focused()).toMatchObject({ said: expect.stringMatching(/the 1 negative ones/), pressed: 'true', outlined: true });
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await shows(2);
  await page.keyboard.press('Home');
  expect((await focused()).said).toMatch(/: 1 mentions, of them 0 negative/);
  await page.keyboard.press('End');
  expect((await focused()).said).toBe(newest.said);
  // The same again opens everything.
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await shows(4);

  // Places: each says how much, and how much of it is negative.
  await tabTo(/^button “forum 3 1 of them negative”/i);
  await page.keyboard.press('Enter');
  await page.waitForURL(/platform=forum/);
  await shows(3);
  expect(await focused()).toMatchObject({ pressed: 'true', outlined: true });
  await page.keyboard.press('Enter');
  await shows(4);
  // How far back.
  await tabTo(/^radio “24 hours”/, 'Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await seen(page.getByRole('complementary', { name: 'Last 7 days' }));
  expect(await accessibilityFaults(page)).toEqual([]);
});

story('says the same where the system chooses the colours, and on a phone, where the bars are folded', async () => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.locator('#content').focus();
  await tabTo(/mentions, of them/);
  await page.emulateMedia({ forcedColors: 'none' });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.locator('#content').focus();
  await tabTo(/^DisclosureTriangle “Last 7 days/);
  await page.keyboard.press('Enter');
  await tabTo(/mentions, of them/);
  await tabTo(/^button “forum 3/i);
  await page.keyboard.press('Enter');
  await shows(3);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await accessibilityFaults(page)).toEqual([]);
});

story('keeps the filters of the stream beside its name on a screen of 1440, in both languages', async () => {
  const client = await ProductClient.signIn(product.url);
  const wide = await chromium.somebody('wide');
  await signIn(wide, product.url, owner);
  for (const locale of ['en', 'pl'] as const) {
    await client.call('PATCH', '/me', { locale });
    await wide.goto(`${product.url}/listening`);
    await seen(wide.getByRole('heading', { name: locale === 'en' ? 'All monitors' : 'Wszystkie monitory' }));
    await seen(wide.locator('.hear-fi select:visible'));
    const middles = await wide.locator('.hear-top :is(h2, select)').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 0).map(({ top, bottom }) => (top + bottom) / 2));
    expect([locale, middles.length, Math.max(...middles) - Math.min(...middles) < 6]).toEqual([locale, 5, true]);
    // Nothing is cut off: neither the name nor the number beside it.
    expect(await wide.locator('.hear-hd .ell').evaluate((name) => name.scrollWidth <= name.clientWidth)).toBe(true);
    expect(await wide.locator('.hear-top').evaluate((top) => top.scrollWidth <= top.clientWidth)).toBe(true);
  }
});
