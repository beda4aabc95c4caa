import fs from 'node:fs';
import path from 'node:path';
import { type Page, type SomebodyOptions, useChromium } from '../support/browser';
import { fillWithDemo } from '../support/demo';
import { type Standalone, startStandalone } from '../support/processes';
import { owner, ownerEnvironment, ProductClient } from '../support/product-client';

/** Where the pictures lie: one folder for each look, and a sheet of each look with all of its pictures. */
const folder = path.resolve(__dirname, '../../test-results/screens');

const looks: Record<string, SomebodyOptions> = {
  light: {},
  dark: { dark: true },
  polish: { locale: 'pl-PL' },
  contrast: { contrast: 'more' },
  'contrast-dark': { dark: true, contrast: 'more' },
  'contrast-forced': { dark: true, contrast: 'forced' },
  'narrow-polish': { locale: 'pl-PL', viewport: { width: 360, height: 740 } },
};

interface Screen { name: string; address: string; then?: (page: Page) => Promise<unknown>; wide?: true }

// No words of the screen in here: the same steps lead through both languages.
const open = (name: string) => (page: Page): Promise<void> => page.locator('.row').filter({ hasText: name }).first().click();
const keys = (...pressed: string[]) => async (page: Page): Promise<void> => {
  for (const key of pressed) await page.keyboard.press(key);
};
const both = (...steps: ((page: Page) => Promise<unknown>)[]) => async (page: Page): Promise<void> => {
  for (const step of steps) {
    await step(page);
    await settled(page);
  }
};
const type = (text: string) => (page: Page): Promise<void> => page.keyboard.type(text);
const thread = (name: string, ...then: ((page: Page) => Promise<unknown>)[]) => ({ address: '/inbox/all', then: both(open(name), ...then) });

const screens: readonly Screen[] = [
  { name: 'list', address: '/inbox/all' },
  { name: 'list-empty', address: '/inbox/mentions' },
  { name: 'list-picked', address: '/inbox/all', then: both(keys('j', 'x', 'j', 'x')), wide: true },
  { name: 'thread-letter', ...thread('Joanna Krawczyk') },
  { name: 'thread-letter-written', ...thread('Joanna Krawczyk', keys('r'), type('Dzień dobry, nowy blat wyjeżdża jutro.')) },
  { name: 'thread-letter-preview', ...thread('Joanna Krawczyk', keys('r'), type('Dzień dobry, nowy blat wyjeżdża jutro.'), (page) => page.keyboard.press('Control+Shift+P')), wide: true },
  { name: 'thread-notes', ...thread('Thomas Green') },
  { name: 'thread-note-written', ...thread('Thomas Green', keys('n'), type('Ask the warehouse first. @')), wide: true },
  { name: 'thread-failed', ...thread('Krzysztof Sowa') },
  { name: 'thread-unknown-end', ...thread('Bartek') },
  { name: 'thread-chat', ...thread('Hannah Weber') },
  { name: 'thread-person', ...thread('Hannah Weber', (page) => page.locator('.th [aria-pressed]').first().click()) },
  { name: 'thread-menu', ...thread('Hannah Weber', (page) => page.locator('.th-more button').click()) },
  { name: 'thread-canned', ...thread('Hannah Weber', keys('r'), type('/')), wide: true },
  ...(['a', 's', 'f', 'l', 'p', 'm'] as const).map((key): Screen => ({ name: `act-${key}`, ...thread('Hannah Weber', keys(key)), wide: true })),
  { name: 'palette', address: '/inbox/all', then: both(keys('Control+K'), type('joan')) },
  { name: 'keys', address: '/inbox/all', then: both(keys('?')), wide: true },
  { name: 'bell', address: '/inbox/all', then: both((page) => page.locator('.rail-i[aria-haspopup]').first().click()), wide: true },
  { name: 'board', address: '/board' },
  { name: 'board-teams', address: '/board?by=teams', wide: true },
  { name: 'search', address: '/search?q=stol' },
  { name: 'customers', address: '/contacts' },
  { name: 'customer', address: '/contacts', then: (page) => page.locator('main a[href^="/contacts/"]:not([href$="/files"])').first().click() },
  { name: 'customers-files', address: '/contacts/files' },
  { name: 'companies', address: '/companies' },
  { name: 'register', address: '/cases' },
  { name: 'case', address: '/cases', then: (page) => page.locator('.cas-r a').first().click() },
  { name: 'leads', address: '/leads' },
  { name: 'outreach', address: '/outreach' },
  { name: 'promises', address: '/promises' },
  { name: 'satisfaction', address: '/satisfaction' },
  { name: 'knowledge', address: '/knowledge' },
  { name: 'channels', address: '/channels' },
  { name: 'channel-new', address: '/channels/new' },
  { name: 'reports', address: '/reports' },
  { name: 'reports-tables', address: '/reports?table=1', wide: true },
  { name: 'stuck', address: '/stuck' },
  { name: 'listening', address: '/listening' },
  { name: 'listening-insight', address: '/listening/insight' },
  { name: 'spikes', address: '/spikes' },
  { name: 'crisis', address: '/crisis' },
  { name: 'quality', address: '/quality' },
  { name: 'quality-figures', address: '/quality?part=figures' },
  { name: 'quality-rounds', address: '/quality?part=rounds' },
  { name: 'quality-cards', address: '/quality?part=cards' },
  { name: 'channel-form', address: '/channels/new?connector=email' },
  ...['profile', 'look', 'notifications', 'shifts', 'keyboard', 'canned', 'signatures', 'glossary', 'labels', 'fields', 'teams', 'members', 'workspace', 'approvals', 'assistant', 'tokens', 'audit', 'sla', 'report-mails', 'routing', 'rules', 'moderation'].map((part): Screen => ({ name: `settings-${part}`, address: `/settings/${part}` })),
];

const chromium = useChromium();
let product: Standalone;
beforeAll(async () => {
  fs.rmSync(folder, { recursive: true, force: true });
  product = await startStandalone({ env: { ...ownerEnvironment, KONTUAR_ALLOW_PRIVATE_HOSTS: '1' } });
  await fillWithDemo(product);
});
afterAll(() => product.stop());

/** Nothing is asked of the server any more, and nothing is drawn as a skeleton. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.locator('.skel').first().waitFor({ state: 'detached', timeout: 5_000 }).catch(() => undefined);
  await page.waitForTimeout(250);
}

describe.each(Object.entries(looks))('%s', (look, options) => {
  chromium.apart(`draws every screen without a complaint, in ${look}`, async () => {
    const page = await chromium.somebody(look, options);
    const into = path.join(folder, look);
    await (await ProductClient.signIn(product.url)).call('PATCH', '/me', { name: 'Zofia Mazur', locale: options.locale === 'pl-PL' ? 'pl' : 'en' });
    fs.mkdirSync(into, { recursive: true });
    const take = (name: string) => page.screenshot({ path: path.join(into, `${name}.png`) });
    await page.goto(`${product.url}/login`);
    await settled(page);
    await take('login');
    await page.locator('input[type=email]').fill(owner.email);
    await page.locator('input[type=password]').fill(owner.password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/inbox/);
    const narrow = (options.viewport?.width ?? 1440) < 800;
    const beyond: string[] = [];
    for (const { name, address, then, wide } of screens) {
      if (narrow && wide === true) continue;
      await page.goto(`${product.url}${address}`);
      await settled(page);
      await then?.(page);
      await settled(page);
      await take(name);
      // A page that can be pushed sideways has something cut off.
      const width = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      if (Number(width) > 0) beyond.push(`${name}: ${String(width)} px`);
    }
    await page.context().close();
    await sheet(look, into, narrow);
    expect(beyond).toEqual([]);
  }, 600_000);
});

/** All pictures of a look on one page, each with its name: to be seen at a glance. */
async function sheet(look: string, into: string, narrow: boolean): Promise<void> {
  const page = await chromium.somebody(`${look} sheet`, { viewport: { width: narrow ? 1600 : 2200, height: 900 } });
  const figures = fs.readdirSync(into).map((file) => `<figure><img src="data:image/png;base64,${fs.readFileSync(path.join(into, file)).toString('base64')}"><figcaption>${file}</figcaption></figure>`);
  await page.setContent(`<style>body{margin:8px;display:grid;grid-template-columns:repeat(${narrow ? 7 : 4},1fr);gap:8px;font:14px sans-serif;background:#888}figure{margin:0}img{width:100%;display:block}</style>${figures.join('')}`);
  await page.screenshot({ path: path.join(folder, `${look}.png`), fullPage: true });
  await page.context().close();
}
