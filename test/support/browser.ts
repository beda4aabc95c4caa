import fs from 'node:fs';
import path from 'node:path';
import { source as axeSource, type AxeResults, type RunOptions } from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, ConsoleMessage, Frame, Locator, Page } from 'playwright-core';
import { openChromium } from './chromium';
import { eventually } from './eventually';

/** How long something on the screen may take before the story has failed: three products and their browsers share two processors. How fast it is, bench/ tells. */
export const patienceMs = 20_000;
const picturesOfFailures = path.resolve(__dirname, '../../test-results');

export interface SomebodyOptions {
  locale?: 'en-GB' | 'pl-PL';
  dark?: boolean;
  /** Asks its system for more contrast, or brings the colours of a contrast theme along. */
  contrast?: 'more' | 'forced';
  viewport?: { width: number; height: number };
}

export interface ChromiumNeeds {
  /** What the browser's shell has not, such as notifications of the system. */
  whole?: boolean;
  /**
   * The service worker, for stories about being offline and about push. It keeps every part of the app at the first visit, which takes the processor as
   * long as the visit itself: other stories go without, as a browser does in a private window.
   */
  serviceWorker?: boolean;
}

/** A browser for the stories of one file; everything that a page complains about ends the story in which it happens. */
export class Chromium {
  private browser: Browser | undefined;
  private readonly contexts: { who: string; context: BrowserContext }[] = [];
  private complaints: string[] = [];
  private brokenOff: string | undefined;
  private excused: RegExp[] = [];

  constructor(private readonly needs: ChromiumNeeds = {}) {}

  async start(): Promise<void> {
    this.browser = await openChromium(this.needs);
  }

  async stop(): Promise<void> {
    await this.browser?.close();
  }

  /** Somebody with a browser of their own: nothing is shared with the others. */
  async somebody(who: string, { locale = 'en-GB', dark = false, contrast, viewport = { width: 1440, height: 900 } }: SomebodyOptions = {}): Promise<Page> {
    if (this.browser === undefined) throw new Error('the browser has not been started');
    const options: BrowserContextOptions = { locale, timezoneId: 'Europe/Warsaw', viewport, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', contrast: contrast === 'more' ? 'more' : 'no-preference', forcedColors: contrast === 'forced' ? 'active' : 'none', serviceWorkers: this.needs.serviceWorker === true ? 'allow' : 'block' };
    const context = await this.browser.newContext(options);
    context.setDefaultTimeout(patienceMs);
    this.contexts.push({ who, context });
    await context.exposeBinding('tellPolicyBreach', (_, what: string) => this.complain(who, what));
    // As text: it runs in the page, and only there are its names known.
    await context.addInitScript({
      content: `addEventListener('securitypolicyviolation', (event) => {
        tellPolicyBreach(\`the policy \${event.violatedDirective} forbids \${event.blockedURI} (\${event.sourceFile}:\${event.lineNumber})\`);
      });`,
    });
    context.on('console', (message) => this.hear(who, message));
    context.on('weberror', (error) => this.complain(who, `uncaught ${String(error.error().stack ?? error.error())}`));
    return context.newPage();
  }

  /** For trouble that the story itself brings about, such as a server that is away. */
  excuse(...expected: RegExp[]): void {
    this.excused.push(...expected);
  }

  /** `it` for a story that goes on where the one before ended. */
  readonly story = (name: string, tell: () => Promise<void>, timeoutMs?: number): void => {
    it(name, async () => {
      if (this.brokenOff !== undefined) throw new Error(`not told: “${this.brokenOff}”, before it, failed`);
      await this.listen(name, tell);
    }, timeoutMs);
  };

  /** `it` for a story that stands by itself. */
  readonly apart = (name: string, tell: () => Promise<void>, timeoutMs?: number): void => {
    it(name, () => this.listen(name, tell), timeoutMs);
  };

  /** Pictures of all screens when it fails, and no complaint of any page when it does not. */
  private async listen(name: string, tell: () => Promise<void>): Promise<void> {
    try {
      await tell();
      expect(this.complaints).toEqual([]);
    } catch (error) {
      this.brokenOff = name;
      await this.photograph(name);
      // What the pages said is often the reason. (Errors of another realm are no instances of ours.)
      if (this.complaints.length > 0) (error as Error).message += `\n\nThe pages complain:\n${this.complaints.join('\n')}`;
      throw error;
    } finally {
      this.complaints = [];
      this.excused = [];
    }
  }

  private hear(who: string, message: ConsoleMessage): void {
    if (message.type() !== 'error') return;
    const { url } = message.location();
    // Asking whether one is signed in is answered so when one is not.
    if (/status of 401/.test(message.text()) && /\/api\/v1\/auth\/me$/.test(url)) return;
    this.complain(who, `${message.text()} (${url})`);
  }

  private complain(who: string, what: string): void {
    if (!this.excused.some((expected) => expected.test(what))) this.complaints.push(`${who}: ${what}`);
  }

  private async photograph(name: string): Promise<void> {
    fs.mkdirSync(picturesOfFailures, { recursive: true });
    for (const { who, context } of this.contexts) {
      for (const [index, page] of context.pages().entries()) {
        const file = `${name} - ${who}${index === 0 ? '' : ` ${index + 1}`}`.replace(/[^\w -]+/g, '').slice(0, 140);
        await page.screenshot({ path: path.join(picturesOfFailures, `${file}.png`), timeout: 5_000 }).catch(() => undefined);
      }
    }
  }
}

/** One browser for the stories of this file; see openChromium. */
export function useChromium(needs: ChromiumNeeds = {}): Chromium {
  const chromium = new Chromium(needs);
  beforeAll(() => chromium.start());
  afterAll(() => chromium.stop());
  return chromium;
}

export const seen = (locator: Locator, timeout = patienceMs): Promise<void> => locator.first().waitFor({ state: 'visible', timeout });
export const gone = (locator: Locator, timeout = patienceMs): Promise<void> => locator.first().waitFor({ state: 'hidden', timeout });

/** The texts of all that match, once they are as expected. */
export async function expectTexts(locator: Locator, expected: unknown[], timeout = patienceMs): Promise<void> {
  await eventually(async () => { expect((await locator.allInnerTexts()).map((text) => text.trim())).toEqual(expected); }, timeout);
}

/** By the door that the screen uses; the screen itself has stories of its own (accessibility, first-run). */
export async function signIn(page: Page, url: string, { email, password }: { email: string; password: string }): Promise<void> {
  const answer = await page.request.post(`${url}/api/v1/auth/login`, { data: { email, password }, headers: { origin: url } });
  if (!answer.ok()) throw new Error(`${email} cannot sign in: ${answer.status()} ${await answer.text()}`);
  await page.goto(`${url}/inbox`);
  await page.waitForURL(/\/inbox/);
  await atWork(page);
}

/** To another screen without loading the app anew, as its own links go. A screen that was there before still stands for a moment: wait for what only the new one shows. */
export async function goWithin(page: Page, address: string): Promise<void> {
  // As text: it runs in the page. The name is the one under which the router makes itself known to its own tools.
  await page.evaluate(`__TSR_ROUTER__.navigate({ href: ${JSON.stringify(address)} })`);
}

/** Nothing on the screen still waits for its words. */
export async function loaded(page: Page): Promise<void> {
  await eventually(async () => { expect(await page.locator('.skel:visible, [aria-busy=true]:visible').count()).toBe(0); });
}

/** The inbox is drawn and the line to the server is open. */
export async function atWork(page: Page): Promise<void> {
  await seen(page.getByRole('status').getByText('Live', { exact: true }));
}

/** What an agent sees and does in the inbox, in the words of the screen. */
export class InboxScreen {
  constructor(readonly page: Page) {}

  get list(): Locator { return this.page.getByRole('region', { name: /^Conversations: / }); }
  row(name: string): Locator { return this.list.getByRole('listitem').filter({ has: this.page.getByRole('link', { name }) }); }
  get thread(): Locator { return this.page.getByRole('region', { name: /^Conversation with / }); }
  get log(): Locator { return this.page.getByRole('log', { name: 'Messages, newest last' }); }
  get composer(): Locator { return this.page.getByRole('form', { name: /^(Reply to |Private note)/ }); }
  get editor(): Locator { return this.composer.getByRole('textbox', { name: /^(Reply to |Private note)/ }); }
  get toast(): Locator { return this.page.locator('.toast'); }

  async view(name: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click();
    await seen(this.page.getByRole('region', { name: `Conversations: ${name}` }));
  }

  async open(name: string): Promise<void> {
    await this.row(name).getByRole('link').click();
    await seen(this.page.getByRole('region', { name: `Conversation with ${name}` }));
    await seen(this.editor);
  }

  async write(text: string): Promise<void> {
    await this.editor.fill(text);
  }

  /** What stands in the composer, plain or a letter. */
  async written(): Promise<string> {
    return this.editor.evaluate((box) => ('value' in box ? String(box.value) : [...box.children].map((line) => line.textContent).join('\n')));
  }

  /** Without the pause in which it could be taken back. */
  async sendAtOnce(): Promise<void> {
    await this.composer.getByRole('button', { name: 'More ways to send' }).click();
    await this.page.getByRole('menuitem', { name: 'Send without the time to undo' }).click();
  }
}

/** What a visitor of a shop sees and does in the chat. */
export class WidgetScreen {
  constructor(readonly page: Page) {}

  get launcher(): Locator { return this.page.getByRole('button', { name: /Ask us|Zapytaj nas/ }); }
  get panel() { return this.page.frameLocator('iframe[src*="/widget/panel"]'); }
  get dialog(): Locator { return this.panel.getByRole('dialog').first(); }
  get log(): Locator { return this.panel.getByRole('log', { name: 'Messages' }); }
  get field(): Locator { return this.panel.getByRole('textbox', { name: 'Message' }); }

  async open(): Promise<void> {
    await this.launcher.click();
    await seen(this.dialog);
  }

  async begin(text: string, name: string): Promise<void> {
    await this.panel.getByRole('button', { name: 'Write to us' }).click();
    await this.field.fill(text);
    await this.panel.getByLabel(/^First name/).fill(name);
    await this.panel.getByRole('button', { name: 'Send', exact: true }).click();
    await seen(this.log.getByText(text));
  }

  async write(text: string): Promise<void> {
    await this.field.fill(text);
    await this.panel.getByRole('button', { name: 'Send', exact: true }).click();
    await seen(this.log.getByText(text));
  }
}

/** Right after a change of theme a transition, short as it is here, still shows the colour from which it comes. As text: it runs in the page. */
const drawnAsItStays = `(async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise((drawn) => { requestAnimationFrame(drawn); });
  const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
  await Promise.all(passing.map(({ finished }) => finished.catch(() => undefined)));
})()`;

/** What WCAG 2.2 A and AA find wrong here, each with where and why; of colours alone where only they differ. */
export async function accessibilityFaults(page: Page, rules: 'all' | 'colours' = 'all'): Promise<string[]> {
  const faults = await faultsAtOnce(page, rules);
  if (faults.length === 0) return [];
  // A button that was busy until now has for a moment the colours of neither state: what is at fault is so a moment later, too.
  await page.waitForTimeout(500);
  return faultsAtOnce(page, rules);
}

async function faultsAtOnce(page: Page, rules: 'all' | 'colours'): Promise<string[]> {
  const faults = await faultsIn(page.mainFrame(), rules);
  for (const frame of page.frames()) {
    if (frame === page.mainFrame()) continue;
    const element = await frame.frameElement();
    // Not those of customers' letters, which run no scripts; and what is not in sight is not drawn.
    const sandbox = await element.getAttribute('sandbox');
    const runsScripts = sandbox === null || sandbox.split(' ').includes('allow-scripts');
    if (!runsScripts || !(await element.isVisible())) continue;
    faults.push(...(await faultsIn(frame, rules)));
  }
  return faults;
}

async function faultsIn(place: Frame, rules: 'all' | 'colours'): Promise<string[]> {
  // Once for as long as the page stays: half a megabyte to read takes as long as judging a small screen.
  if (!(await place.evaluate(`typeof axe === 'object'`))) await place.evaluate(axeSource);
  await place.evaluate(drawnAsItStays);
  const options: RunOptions = {
    // Each is judged for itself.
    iframes: false,
    resultTypes: ['violations'],
    runOnly: rules === 'all' ? { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'] } : { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  };
  // As text: it runs in the page, and only there are its names known. What did not fail is not asked for: it would be most of what comes back.
  const violations = await place.evaluate<AxeResults['violations']>(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(' ')}: ${node.failureSummary?.replace(/\s+/g, ' ') ?? ''} ${node.html.slice(0, 160)}`));
}

export type { Locator, Page };
