import path from 'node:path';
import type { ChannelView } from '@kontuar/contract';
import { polish as words } from '../../apps/web/src/app/words/all.pl';
import { folders, gap, sentencesIn, sentencesOf } from '../architecture/connector-sentences';
import { filesIn, root } from '../architecture/sources';
import { facebookPlatform } from '../platforms/facebook/facebook.platform';
import { startPlatform } from '../platforms/kit';
import { graphError } from '../platforms/meta/meta.graph';
import { accessibilityFaults, atWork, gone, goWithin, InboxScreen, loaded, type Page, seen, signIn, useChromium } from '../support/browser';
import { fillWithDemo } from '../support/demo';
import { eventually } from '../support/eventually';
import { owner, ProductClient } from '../support/product-client';
import { openWorkspace, type OwnWorkspace } from '../support/shared-product';

const chromium = useChromium();
const { apart } = chromium;
let product: OwnWorkspace;

beforeAll(async () => {
  product = await openWorkspace();
  await fillWithDemo(product);
});
afterAll(() => product.stop());

interface Stop {
  address: string;
  /** Is on screen when it is drawn. */
  shows: (page: Page) => ReturnType<Page['locator']>;
  /** What is opened on top. */
  then?: (page: Page) => Promise<void>;
}

const openIn = (name: string) => async (page: Page): Promise<void> => {
  await new InboxScreen(page).open(name);
  await page.mouse.move(0, 0);
};
/** By its whole name: coming from another screen, that one's stands for a moment yet. */
const heading = (name: string) => (page: Page) => page.getByRole('main').getByRole('heading', { name, exact: true, level: 1 });
const inList = (name: RegExp) => (page: Page) => new InboxScreen(page).list.getByRole('link', { name });
const settings = {
  profile: 'Profile', look: 'Look', notifications: 'Notifications', shifts: 'Shifts', keyboard: 'Keyboard', canned: 'Canned answers', signatures: 'Signatures', glossary: 'Trade words',
  labels: 'Labels', fields: 'Fields', teams: 'Teams and branches', members: 'People', workspace: 'General', approvals: 'Approval', assistant: 'Assistant', tokens: 'API tokens', audit: 'Audit log',
  sla: 'Promised times', 'report-mails': 'Reports by email', routing: 'Routing', rules: 'Rules', moderation: 'Comments',
};
const stops: Record<string, Stop> = {
  'the list': { address: '/inbox/all', shows: inList(/Joanna Krawczyk/) },
  'a letter': { address: '/inbox/all', shows: inList(/Joanna Krawczyk/), then: openIn('Joanna Krawczyk') },
  'a letter with notes': { address: '/inbox/all', shows: inList(/Thomas Green/), then: openIn('Thomas Green') },
  'a reply that failed': { address: '/inbox/all', shows: inList(/Krzysztof Sowa/), then: openIn('Krzysztof Sowa') },
  'a reply of unknown end': { address: '/inbox/all', shows: inList(/Bartek/), then: openIn('Bartek') },
  'an empty list': { address: '/inbox/mentions', shows: (page) => page.getByText('Nobody waits for you') },
  'the board': { address: '/board', shows: (page) => page.getByRole('link', { name: /Joanna Krawczyk/ }) },
  'the palette': { address: '/inbox/all', shows: inList(/Joanna Krawczyk/), then: async (page) => {
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').getByRole('combobox').fill('Joanna');
    await seen(page.getByRole('option', { name: /Joanna Krawczyk/ }));
  } },
  'the keyboard sheet': { address: '/inbox/all', shows: inList(/Joanna Krawczyk/), then: async (page) => {
    await page.keyboard.press('?');
    await seen(page.getByRole('dialog', { name: 'Keyboard shortcuts' }));
  } },
  'search': { address: '/search?q=stol', shows: (page) => page.locator('mark') },
  'the reports': { address: '/reports', shows: (page) => page.getByRole('slider') },
  'the reports as tables': { address: '/reports?table=1', shows: (page) => page.getByRole('button', { name: 'As charts', pressed: true }) },
  'stuck work': { address: '/stuck', shows: heading('Stuck work') },
  'listening': { address: '/listening', shows: heading('Listening') },
  'crisis mode': { address: '/crisis', shows: heading('Crisis mode') },
  'storms': { address: '/spikes', shows: heading('Alerts') },
  'the channels': { address: '/channels', shows: heading('Channels') },
  'the channel wizard': { address: '/channels/new?connector=email', shows: (page) => page.getByLabel('Incoming server (IMAP)') },
  ...Object.fromEntries(Object.entries(settings).map(([part, title]) => [`settings: ${part}`, { address: `/settings/${part}`, shows: heading(title) }])),
};

/** Dark differs in its colours and in nothing else: these have them all. */
const inTheDark = new Set(['signing in', 'a letter', 'a letter with notes', 'a reply that failed', 'the palette', 'the keyboard sheet', 'search', 'the channels', 'the channel wizard', 'settings: members']);

describe('in light and in the dark', () => {
  apart('meets WCAG 2.2 AA on every screen', async () => {
    const page = await chromium.somebody('day and night');
    const faults: Record<string, string[]> = {};
    const judge = async (name: string): Promise<void> => {
      faults[name] = await accessibilityFaults(page);
      if (!inTheDark.delete(name)) return;
      const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const byDay = await ground();
      await page.emulateMedia({ colorScheme: 'dark' });
      await eventually(async () => { expect(await ground()).not.toBe(byDay); });
      faults[`${name}, in the dark`] = await accessibilityFaults(page, 'colours');
      await page.emulateMedia({ colorScheme: 'light' });
      await eventually(async () => { expect(await ground()).toBe(byDay); });
    };
    await page.goto(`${product.url}/login`);
    await seen(page.getByLabel('Email'));
    await judge('signing in');
    await signIn(page, product.url, owner);
    for (const [name, { address, shows, then }] of Object.entries(stops)) {
      await goWithin(page, address);
      await seen(shows(page));
      await loaded(page);
      await then?.(page);
      await loaded(page);
      await judge(name);
      const onTop = page.getByRole('dialog');
      if (await onTop.isVisible()) {
        await page.keyboard.press('Escape');
        await gone(onTop);
      }
    }
    await page.context().close();
    expect(Object.fromEntries(Object.entries(faults).filter(([, found]) => found.length > 0))).toEqual({});
    expect([...inTheDark]).toEqual([]);
  }, 300_000);
});

describe('for other eyes', () => {
  apart('stands from the right to the left, within the screen, with names and letters in their own direction', async () => {
    const page = await chromium.somebody('rtl');
    await page.addInitScript({ content: `localStorage.setItem('kontuar.direction', 'rtl');` });
    await signIn(page, product.url, owner);
    await goWithin(page, '/inbox/all');
    await openIn('Joanna Krawczyk')(page);
    const starts = await page.evaluate(() => ['.rail', '.region-nav', '.region-list', '.region-thread', '.region-panel'].map((region) => Math.round(document.querySelector(region)?.getBoundingClientRect().right ?? 0)));
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
    expect(starts[0]).toBe(1440);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1440);
    expect(await page.evaluate(() => ['.row-name', 'textarea.inp, .ed'].map((each) => getComputedStyle(document.querySelector(each) ?? document.body).unicodeBidi))).not.toContain('normal');
    await page.emulateMedia({ forcedColors: 'active' });
    const current = await page.evaluate(() => { const style = getComputedStyle(document.querySelector('.nv[aria-current]') ?? document.body); return { ground: style.backgroundColor, words: style.color }; });
    expect(current.ground).not.toBe(current.words);
    await page.context().close();
  });
});

describe('by keyboard alone', () => {
  apart('signs in, finds, reads, answers, resolves, takes it back, looks the keys up and commands', async () => {
    const page = await chromium.somebody('keyboard');
    const inbox = new InboxScreen(page);
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.goto(`${product.url}/login`);
    await eventually(async () => { expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('email'); });
    await page.keyboard.type(owner.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(owner.password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/inbox/);
    await atWork(page);

    await page.keyboard.press('g');
    await page.keyboard.press('2');
    await seen(page.getByRole('region', { name: 'Conversations: Unassigned' }));
    const names = inbox.list.locator('.row-name');
    await seen(names);
    const [first = '', second = ''] = await names.allInnerTexts();
    expect(second).not.toBe('');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await seen(page.getByRole('region', { name: `Conversation with ${second}` }));
    await page.keyboard.press('k');
    await seen(page.getByRole('region', { name: `Conversation with ${first}` }));
    expect(await focused()).toContain(first);
    await page.keyboard.press('Escape');
    await gone(inbox.thread);
    await page.keyboard.press('Enter');
    await seen(page.getByRole('region', { name: `Conversation with ${first}` }));

    await page.keyboard.press('r');
    await page.keyboard.type('Answered without a mouse');
    await page.keyboard.press('Escape');
    await eventually(async () => { expect(await inbox.editor.evaluate((box) => box.contains(document.activeElement))).toBe(false); });
    await page.keyboard.press('r');
    expect(await inbox.written()).toBe('Answered without a mouse');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('1');
    await seen(page.getByRole('region', { name: 'Conversations: Mine' }));
    await seen(inbox.row(first).getByText('Answered without a mouse'));

    await page.keyboard.press('j');
    await seen(inbox.thread);
    const open = (await inbox.thread.getByRole('heading', { level: 2 }).innerText()).trim();
    await page.keyboard.press('e');
    await seen(inbox.toast.getByText('Resolved'));
    await page.keyboard.press('z');
    await seen(inbox.toast.getByText('Taken back'));
    await seen(inbox.row(open));

    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await seen(sheet);
    await page.keyboard.press('Escape');
    await gone(sheet);
    await page.keyboard.press('Control+K');
    await page.keyboard.type('channels');
    await seen(page.getByRole('option', { name: /^Channels/ }));
    await page.keyboard.press('Enter');
    await seen(page.getByRole('heading', { name: 'Channels', level: 1 }));
    await page.context().close();
  });
});

describe('in Polish', () => {
  /** Every text of the workspace that nobody says in Polish. */
  async function englishTexts(): Promise<Set<string>> {
    const english = new Set<string>();
    // Languages are called by their own names in every language.
    const polish = new Set(['English', 'Polski']);
    for (const file of filesIn(['apps/web/src'], (name) => name.endsWith('.strings.ts'))) {
      for (const strings of Object.values((await import(path.join(root, file))) as Record<string, { en?: Record<string, string>; pl?: Record<string, string> }>)) {
        for (const text of Object.values(strings.pl ?? {})) polish.add(text);
        for (const text of Object.values(strings.en ?? {})) if (!text.includes('{{')) english.add(text);
      }
    }
    return new Set([...english].filter((text) => !polish.has(text)));
  }

  /** What the server and the connectors may say: every run of their English words that is long enough to be nothing else, but for what Polish takes as it is. */
  function serverWords(): string[] {
    const sentences = [...sentencesIn(['libs/core/src', 'apps/api/src', 'libs/contract/src'], (file) => !file.includes('/migrations/')), ...folders.flatMap(sentencesOf)];
    return [...new Set(sentences.flatMap(({ text }) => text.split(gap)).map((part) => part.trim()).filter((part) => part.split(' ').length > 3 && words[part] !== part))];
  }

  const saidOn = (page: Page): Promise<string[]> => page.evaluate(() => {
    const texts = document.body.innerText.split('\n');
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      for (const attribute of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(element.getAttribute(attribute) ?? '');
    }
    return texts.map((text) => text.trim());
  });

  apart('speaks Polish everywhere once it is chosen, also after the next sign-in', async () => {
    const english = await englishTexts();
    expect(english.size).toBeGreaterThan(400);
    const page = await chromium.somebody('po polsku');
    await signIn(page, product.url, owner);
    await goWithin(page, '/settings/profile');
    await page.getByRole('radio', { name: 'Polski' }).or(page.getByRole('button', { name: 'Polski' })).first().click();
    await seen(page.getByRole('heading', { name: 'Profil' }));
    await page.context().clearCookies();
    await page.evaluate(() => { localStorage.clear(); });
    await page.goto(`${product.url}/login`);
    const [email, password] = [page.getByRole('textbox').first(), page.locator('input[type=password]')];
    await email.fill(owner.email);
    await password.fill(owner.password);
    await password.press('Enter');
    await seen(page.getByRole('region', { name: 'Rozmowy: Moje' }));
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('pl');

    const leftovers: Record<string, string[]> = {};
    const look = async (name: string): Promise<void> => {
      const found = [...new Set((await saidOn(page)).filter((text) => english.has(text)))];
      // Where it stands: the word alone could be anybody's.
      if (found.length > 0) leftovers[name] = await page.evaluate((texts) => [...document.querySelectorAll<HTMLElement>('body *')].filter((each) => texts.some((text) => (each.children.length === 0 && each.innerText?.trim() === text) || [...each.attributes].some(({ value }) => value.trim() === text))).map(({ outerHTML }) => outerHTML.slice(0, 200)).concat(texts), found);
    };
    const screens = {
      '/inbox/all': page.getByRole('region', { name: 'Rozmowy: Wszystkie' }).getByRole('link', { name: /Joanna Krawczyk/ }), '/search?q=stol': page.locator('mark'), '/channels': heading('Kanały')(page),
      '/channels/new?connector=email': page.getByLabel('Serwer przychodzący (IMAP)'), '/settings/profile': heading('Profil')(page), '/settings/members': heading('Osoby')(page),
      '/settings/workspace': heading('Ogólne')(page), '/settings/audit': heading('Dziennik zdarzeń')(page),
    };
    for (const [address, shows] of Object.entries(screens)) {
      await goWithin(page, address);
      await seen(shows);
      await loaded(page);
      await look(address);
    }
    await goWithin(page, '/inbox/all');
    await page.getByRole('link', { name: /Thomas Green/ }).click();
    await seen(page.getByRole('region', { name: 'Rozmowa: Thomas Green' }).getByRole('textbox'));
    await look('a conversation');
    await page.keyboard.press('Control+K');
    await seen(page.getByRole('dialog').getByRole('option'));
    await look('the palette');
    await page.context().close();
    expect(leftovers).toEqual({});
  });

  apart('says in Polish why a reply failed, an act was refused and a setting does not fit', async () => {
    const client = await ProductClient.signIn(product.url);
    const platform = await startPlatform(facebookPlatform);
    const { id, webhookUrl } = await client.call<ChannelView>('POST', '/channels', { connectorId: 'facebook', name: 'Nasza strona', settings: platform.sim.settings() });
    platform.useWebhook(webhookUrl ?? `${product.url}/hooks/facebook/${id}`);
    const page = await chromium.somebody('klientka', { locale: 'pl-PL' });
    await page.goto(`${product.url}/login`);
    await page.getByRole('textbox').first().fill(owner.email);
    await page.locator('input[type=password]').fill(owner.password);
    await page.locator('input[type=password]').press('Enter');
    await page.waitForURL(/\/inbox/);
    await client.call('PATCH', '/me', { locale: 'pl' });

    const postId = platform.sim.post?.('Brzoza, olejowana ręcznie.') ?? '';
    await platform.happen(platform.sim.say({ from: platform.sim.customer('Beata Król'), text: 'Czy stół jest też z dębu?', public: { postId } }));
    await page.goto(`${product.url}/inbox/all`);
    await page.getByRole('link', { name: /Beata Król/ }).click();
    const thread = page.getByRole('region', { name: 'Rozmowa: Beata Król' });
    const editor = thread.getByRole('form').getByRole('textbox').last();

    platform.failNext({ failure: 'blocked' });
    await editor.fill('Tak, od marca.');
    await editor.press('Control+Enter');
    await thread.getByRole('button', { name: 'Wyślij teraz' }).click();
    await seen(thread.getByText('Nie dostarczono: klient nas zablokował'));
    await seen(thread.getByText('Ta osoba nie przyjmuje teraz wiadomości od strony: zablokowała ją albo jej konto jest zamknięte'));

    // What only the platform can explain stands in quotes, as its words.
    platform.failNext({ answer: graphError({ code: 9999, message: 'Something odd happened. Ask the moon.' }), fits: ({ parsed }) => typeof parsed === 'object' && parsed !== null && 'is_hidden' in parsed });
    await thread.locator('.msg').filter({ hasText: 'Czy stół jest też z dębu?' }).getByRole('button', { name: 'Ukryj', exact: true }).click();
    await seen(thread.getByText('Meta odrzuciła polecenie. Odpowiedź platformy: „Something odd happened. Ask the moon.”'));

    const server = serverWords();
    expect(server.length).toBeGreaterThan(800);
    const leftovers = (said: string[]): string[] => said.filter((text) => server.some((part) => text.includes(part)));
    expect(leftovers(await saidOn(page))).toEqual([]);

    chromium.excuse(/status of 400/);
    await goWithin(page, '/channels/new?connector=chat');
    await page.getByRole('textbox', { name: 'Godziny odpowiedzi' }).fill('kiedy się da');
    await page.getByRole('textbox', { name: 'Nazwa kanału' }).fill('Czat');
    await page.getByRole('main').getByRole('button', { name: /^(Dodaj kanał|Sprawdź)/ }).last().click();
    await seen(page.getByText('W postaci Mon-Fri 8:00-20:00, Sat 9-14'));
    expect(leftovers(await saidOn(page))).toEqual([]);
    await page.context().close();
    await platform.close();
  });
});
