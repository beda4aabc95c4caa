import { ConnectorError, type Delivery, type RawRequest } from '../contract';
import { isRecord, readJson } from './meta.json';

/** One thing of a webhook call, cut out with what it needs to be read alone: the body of a delivery. */
export interface MetaItem {
  object: string;
  /** Of the account: a page, a WhatsApp business account, an Instagram account. */
  id?: string;
  /** When Meta sent it. */
  time?: number;
  field?: string;
  value?: unknown;
  messaging?: unknown;
  standby?: unknown;
  /** What fits no shape that we know. */
  raw?: unknown;
  /** Not told by a webhook: fetched, as `history` or `lookup` found it. */
  fetched?: string;
}

/** Meta calls one address for all accounts of an app, and puts up to a thousand things into one call. */
export function splitMeta(request: RawRequest, { accountOf, cut = (item) => [item] }: { accountOf(item: MetaItem): string | undefined; cut?(item: MetaItem): MetaItem[] }): Delivery[] {
  const body = readJson(request.body);
  if (!isRecord(body) || typeof body['object'] !== 'string' || !Array.isArray(body['entry'])) {
    throw new ConnectorError('rejected', 'The body is not what Meta sends');
  }
  const { object } = body;
  const items = body['entry'].flatMap((entry: unknown) => itemsOf(object, entry)).flatMap(cut);
  return items.map((item) => delivery(item, accountOf(item)));
}

export function delivery(item: MetaItem, account: string | undefined): Delivery {
  let bytes: Buffer;
  try {
    bytes = Buffer.from(JSON.stringify(item));
  } catch (cause) {
    // A tower of brackets, too high to be written again.
    throw new ConnectorError('rejected', 'The body is not what Meta sends', { cause });
  }
  return { contentType: 'application/json', body: bytes, ...(account === undefined ? {} : { account }) };
}

function itemsOf(object: string, entry: unknown): MetaItem[] {
  if (!isRecord(entry)) return [{ object, raw: entry }];
  const head: MetaItem = {
    object,
    ...(typeof entry['id'] === 'string' || typeof entry['id'] === 'number' ? { id: String(entry['id']) } : {}),
    ...(typeof entry['time'] === 'number' ? { time: entry['time'] } : {}),
  };
  const items: MetaItem[] = [
    ...list(entry['messaging']).map((messaging) => ({ ...head, messaging })),
    ...list(entry['standby']).map((standby) => ({ ...head, standby })),
    ...list(entry['changes']).map((change) => (isRecord(change) && typeof change['field'] === 'string' ? { ...head, field: change['field'], value: change['value'] } : { ...head, raw: change })),
    // One product of Instagram leaves the list of changes out.
    ...(typeof entry['field'] === 'string' ? [{ ...head, field: entry['field'], value: entry['value'] }] : []),
  ];
  return items.length > 0 ? items : [{ ...head, raw: entry }];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The item that a delivery holds; undefined for bytes that are none. */
export function itemOf(delivery: Pick<Delivery, 'body'>): MetaItem | undefined {
  const body = readJson(delivery.body);
  if (!isRecord(body) || typeof body['object'] !== 'string') return undefined;
  const { object, id, time, field, fetched, ...rest } = body;
  return {
    object,
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof time === 'number' ? { time } : {}),
    ...(typeof field === 'string' ? { field } : {}),
    ...(typeof fetched === 'string' ? { fetched } : {}),
    ...rest,
  };
}
