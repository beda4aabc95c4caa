/** The real connector over real sockets to the simulator: what the peer tests of the connector share. */
import axios from 'axios';
import { buildContext, type TestContext } from '../../../libs/connectors/src/conformance/builders';
import { ConnectorError, type Inbound, type Json, type Page } from '../../../libs/connectors/src/contract';
import { telegram } from '../../../libs/connectors/src/telegram/telegram.connector';
import type { TelegramSettings } from '../../../libs/connectors/src/telegram/telegram.settings';
import type { TelegramSimulator } from './simulator';

/** Begins like a PNG, which is as far as the simulator looks. */
export const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), Buffer.from('a picture, as far as Telegram cares')]);

export type TelegramContext = TestContext<TelegramSettings>;

export function contextFor(sim: TelegramSimulator, given: { webhookUrl?: string } = {}): TelegramContext {
  const settings = telegram.settings.parse({ token: sim.token, apiRoot: sim.apiRoot });
  return buildContext(settings, { http: axios.create({ timeout: 5_000, maxRedirects: 0 }), now: () => new Date(), ...given });
}

/** The ConnectorError that a call ends with; anything else fails the test. */
export async function failure(run: Promise<unknown>): Promise<ConnectorError> {
  const error = await run.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof ConnectorError)) throw new Error(`expected a ConnectorError, got ${String(error)}`);
  return error;
}

export async function until(happened: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!happened()) {
    if (Date.now() > end) throw new Error('waited five seconds in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Runs the stream until `enough` says so; every stored page is kept, and the last cursor. */
export async function poll(ctx: TelegramContext, cursor?: Json, enough: (pages: Page[]) => boolean = () => true): Promise<{ pages: Page[]; cursor: Json | undefined }> {
  const pages: Page[] = [];
  const stop = new AbortController();
  let last = cursor;
  await telegram.stream?.(ctx, cursor, async (page) => {
    pages.push(page);
    last = page.cursor;
    if (enough(pages)) stop.abort();
  }, stop.signal);
  return { pages, cursor: last };
}

export async function parsed(ctx: TelegramContext, pages: Page[]): Promise<Inbound[]> {
  const inbound: Inbound[] = [];
  for (const page of pages) for (const delivery of page.deliveries) inbound.push(...(await telegram.parse(delivery, ctx.settings)));
  return inbound;
}
