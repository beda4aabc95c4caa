import type { Article, ChannelView, ConversationView, HelpSite, Page as ListPage } from '@kontuar/contract';
import path from 'node:path';
import { accessibilityFaults, InboxScreen, type Page, seen, signIn, useChromium } from '../support/browser';
import { eventually } from '../support/eventually';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';
import { owner, ProductClient } from '../support/product-client';
import { VisitorClient } from '../support/visitor';

const chromium = useChromium();
const { story } = chromium;
let product: OwnWorkspace;
let client: ProductClient;
let channel: ChannelView;
let page: Page;

beforeAll(async () => {
  product = await openWorkspace();
  client = await ProductClient.signIn(product.url);
  channel = await client.call<ChannelView>('POST', '/channels', { connectorId: 'chat', name: 'Shop', settings: {} });
  page = await chromium.somebody('Ewa');
  await signIn(page, product.url, owner);
});
afterAll(() => product.stop());

const picture = async (name: string, of = page) => {
  const folder = process.env['KONTUAR_PICTURES'];
  if (folder !== undefined) await of.screenshot({ path: path.join(folder, `${name}.png`) });
};

story('an article is written, published and read by somebody without an account and without scripts', async () => {
  await page.getByRole('link', { name: 'Knowledge' }).click();
  await page.getByRole('tab', { name: 'Public pages' }).click();
  await page.getByRole('button', { name: 'New category' }).click();
  await page.getByRole('textbox', { name: 'Name in English' }).fill('Returns');
  await page.keyboard.press('Enter');
  await seen(page.getByText('Returns', { exact: true }));
  await page.getByRole('switch', { name: 'Open to everybody' }).click();
  await seen(page.getByRole('link', { name: 'See the pages' }));
  await picture('knowledge-pages');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'New article' }).click();
  // The pages have a choice of languages, too.
  await seen(page.getByRole('textbox', { name: 'Title', exact: true }));
  await page.getByRole('radio', { name: 'Polish' }).click();
  await page.waitForURL(/lang=pl/);
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Jak złożyć reklamację');
  const text = page.getByRole('textbox', { name: 'Text' });
  await text.click();
  await page.keyboard.type('Opisz wadę i dołącz zdjęcie. Odpowiemy w 14 dni.');
  await page.getByRole('combobox', { name: 'Category' }).selectOption({ label: 'Returns' });
  // It is kept by itself.
  await seen(page.locator('.kb-state').getByText('Saved'));
  await picture('knowledge-editor');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Publish' }).click();
  await seen(page.getByText('It is published now'));
  const address = await page.getByRole('link', { name: 'See the page' }).getAttribute('href');
  expect(address).toMatch(/^\/help\/[\w-]+\/pl\/returns\/jak-zlozyc-reklamacje$/);
  const reader = await chromium.somebody('Reader', { locale: 'pl-PL', dark: true, viewport: { width: 360, height: 740 } });
  await reader.goto(`${product.url}${address}`);
  await seen(reader.getByRole('heading', { name: 'Jak złożyć reklamację', level: 1 }));
  expect(await accessibilityFaults(reader)).toEqual([]);
  expect(await reader.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.scripts.length === [...document.scripts].filter((script) => script.type === 'application/ld+json').length)).toBe(true);
  await picture('help-article', reader);
  await reader.getByRole('button', { name: 'Tak' }).click();
  await seen(reader.getByText('Dziękujemy.'));
  await reader.getByRole('searchbox', { name: 'Szukaj w pomocy' }).fill('rekalmacja');
  await reader.keyboard.press('Enter');
  await seen(reader.getByRole('link', { name: 'Jak złożyć reklamację' }));
  expect(await accessibilityFaults(reader)).toEqual([]);
  await reader.goto(`${product.url}${(await client.call<HelpSite>('GET', '/help-site')).path}`);
  await seen(reader.getByRole('heading', { level: 1 }));
  expect(await accessibilityFaults(reader)).toEqual([]);
  await picture('help-home', reader);
  await reader.close();
});

story('two who write at once are told of each other, and what stood before comes back', async () => {
  const { items } = await client.call<ListPage<{ id: string }>>('GET', '/articles');
  const id = items[0]?.id as string;
  const article = await client.call<Article>('GET', `/articles/${id}`);
  const version = article.texts[0]?.version ?? 0;
  const summary = page.getByRole('textbox', { name: 'Summary' });
  await summary.fill('Reklamacja krok po kroku');
  await client.call('PUT', `/articles/${id}/texts/pl`, { version, title: 'Reklamacje', html: '<p>Inaczej.</p>' });
  await seen(page.getByText(/changed this meanwhile/));
  await page.getByRole('button', { name: 'Show theirs' }).click();
  await seen(page.getByRole('heading', { name: 'Reklamacje', level: 1 }));
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Versions' }).click();
  const versions = page.getByRole('dialog', { name: 'Versions in Polish' });
  await versions.getByRole('button', { name: /Version 1/ }).click();
  await seen(versions.locator('ins').getByText('Inaczej.'));
  await picture('knowledge-versions');
  expect(await accessibilityFaults(page)).toEqual([]);
  await versions.getByRole('button', { name: 'Bring this version back' }).click();
  await seen(page.getByRole('heading', { name: 'Jak złożyć reklamację', level: 1 }));
  await page.getByRole('link', { name: 'All articles' }).click();
  await seen(page.getByText('Published, being changed'));
  await picture('knowledge-list');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Readers' }).click();
  await seen(page.getByText('100 %'));
  await picture('knowledge-readers');
});

story('an agent is shown it beside the answer, and one key puts it in', async () => {
  const visitor = new VisitorClient(product.url, channel.id);
  await visitor.begin();
  const said = 'Dzień dobry, stół przyszedł porysowany. Jak mogę złożyć reklamację?';
  expect((await visitor.write(said, { clientId: 'marta' })).status).toBeLessThan(300);
  await eventually(async () => {
    const found = (await client.call<ListPage<ConversationView>>('GET', '/conversations?view=all&limit=50')).items.find(({ preview }) => preview.text === said);
    expect(found).toBeDefined();
    await client.call('PATCH', `/contacts/${found?.contact.id}`, { name: 'Marta Wilk' });
  });
  const inbox = new InboxScreen(page);
  await page.getByRole('link', { name: /^Inbox/ }).first().click();
  await inbox.view('All');
  await inbox.open('Marta Wilk');
  await seen(inbox.composer.getByRole('group', { name: 'Articles that may help' }).getByRole('button', { name: 'Jak złożyć reklamację' }));
  await inbox.write('Proszę: ');
  await page.keyboard.press('Control+Shift+H');
  await eventually(async () => { expect(await inbox.composer.getByRole('textbox').first().inputValue()).toMatch(/^Proszę: Jak złożyć reklamację: http:\/\/.*\/help\/.*\/pl\/returns\/jak-zlozyc-reklamacje$/); });
  await picture('composer-articles');
  expect(await accessibilityFaults(page)).toEqual([]);
});

story('a visitor of the chat finds it before asking', async () => {
  const visitor = await chromium.somebody('Visitor', { locale: 'pl-PL', viewport: { width: 420, height: 760 } });
  await visitor.goto(`${product.url}/demo?channel=${channel.id}&lang=pl`);
  const panel = visitor.frameLocator('iframe');
  await visitor.locator('button', { hasText: /Ask us|Zapytaj nas/ }).click();
  await panel.getByRole('searchbox', { name: 'Szukaj w pomocy' }).fill('zareklamowac');
  await seen(panel.getByRole('link', { name: /Jak złożyć reklamację/ }));
  await picture('widget-help', visitor);
  expect(await accessibilityFaults(visitor)).toEqual([]);
  // It is read here, and one comes back to where one was.
  await panel.getByRole('link', { name: /Jak złożyć reklamację/ }).press('Enter');
  await seen(panel.getByRole('heading', { name: 'Jak złożyć reklamację', level: 1 }));
  await seen(panel.getByText('Opisz wadę i dołącz zdjęcie.'));
  await picture('widget-article', visitor);
  expect(await accessibilityFaults(visitor)).toEqual([]);
  await panel.getByRole('button', { name: 'Tak' }).press('Enter');
  await seen(panel.getByText('Dziękujemy.'));
  await panel.getByRole('button', { name: 'Wróć' }).press('Enter');
  await seen(panel.getByRole('link', { name: /Jak złożyć reklamację/ }).and(panel.locator(':focus')));
  await panel.getByRole('searchbox').fill('xyzzy');
  await seen(panel.getByText('Nic nie pasuje do tych słów.'));
  // While the first question is written, too.
  await panel.getByRole('button', { name: 'Napisz do nas' }).click();
  await panel.getByRole('textbox', { name: 'Wiadomość' }).fill('Stół jest porysowany, jak złożyć reklamację?');
  await seen(panel.getByRole('group', { name: 'Być może odpowiedź już jest' }).getByRole('link', { name: /Jak złożyć reklamację/ }));
  await picture('widget-suggested', visitor);
  expect(await accessibilityFaults(visitor)).toEqual([]);
  await visitor.close();
});

story('a resolved conversation leaves a lesson, which becomes an article that the next visitor finds with a slip in the word', async () => {
  const inbox = new InboxScreen(page);
  await inbox.open('Marta Wilk');
  await page.getByRole('heading', { name: 'Marta Wilk', exact: true }).click();
  await page.keyboard.press('e');
  await page.locator('.toast').getByRole('button', { name: 'Leave a lesson' }).click();
  const form = page.getByRole('dialog', { name: 'Leave a lesson' });
  // It begins with what is known.
  await eventually(async () => { expect(await form.getByRole('textbox', { name: 'What happened there' }).inputValue()).toMatch(/porysowany/); });
  await form.getByRole('textbox', { name: 'In short' }).fill('Polerowanie rys');
  await form.getByRole('textbox', { name: 'What we say the next time' }).fill('Drobne rysy spolerujesz woskiem.');
  await form.getByRole('textbox', { name: 'Tags' }).fill('stoły, rysy');
  await form.getByRole('button', { name: 'attentive' }).click();
  await picture('lesson-form');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await seen(page.getByText('Lesson kept'));
  await page.getByRole('link', { name: 'Knowledge' }).click();
  await page.getByRole('tab', { name: 'Lessons' }).click();
  await seen(page.getByText('Polerowanie rys'));
  await picture('lessons-list');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('link', { name: 'Review 1 lesson' }).click();
  await seen(page.getByRole('heading', { name: 'Polerowanie rys' }));
  await page.keyboard.press('1');
  await seen(page.getByText('A draft of an article was made'));
  await picture('lesson-review');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('link', { name: 'Polerowanie rys' }).click();
  await seen(page.getByText('From a lesson'));
  await page.getByRole('radio', { name: 'For everybody' }).click();
  await page.getByRole('button', { name: 'Publish' }).click();
  await seen(page.getByText('It is published now'));
  const visitor = await chromium.somebody('Next visitor', { locale: 'pl-PL', dark: true, viewport: { width: 360, height: 700 } });
  await visitor.goto(`${product.url}/demo?channel=${channel.id}&lang=pl`);
  const panel = visitor.frameLocator('iframe');
  await visitor.locator('button', { hasText: /Ask us|Zapytaj nas/ }).click();
  await panel.getByRole('searchbox', { name: 'Szukaj w pomocy' }).fill('polerownie');
  await panel.getByRole('link', { name: 'Polerowanie rys' }).click();
  await seen(panel.getByText('Drobne rysy spolerujesz woskiem.'));
  await panel.getByRole('button', { name: 'Nie' }).click();
  await seen(panel.getByText('Dziękujemy.'));
  await picture('widget-article-dark', visitor);
  expect(await accessibilityFaults(visitor)).toEqual([]);
  await visitor.close();
});
