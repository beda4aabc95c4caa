import { allConnectors, type AnyConnector } from './all';
import type { Capabilities } from './contract';

/** One cell of the README's table. */
type Ask = (connector: AnyConnector) => string;

const yes = (possible: unknown): string => (possible === undefined || possible === false ? '' : '✓');
/** Where a channel has a public side of its own: what holds there, if it differs, after a slash. */
const both = (of: (capabilities: Partial<Capabilities>) => string | undefined): Ask => ({ capabilities }) => {
  const own = of(capabilities) ?? '';
  const there = capabilities.publicly === undefined ? own : (of({ ...capabilities, ...capabilities.publicly }) ?? '');
  return own === there ? own : `${own === '' ? '–' : own} / ${there === '' ? '–' : there}`;
};

const columns: readonly (readonly [string, Ask])[] = [
  ['comes by', (one) => ways(one).join(', ')],
  ['side', ({ capabilities }) => (capabilities.logOnly === true ? 'logged' : capabilities.public ? 'public' : capabilities.publicly === undefined ? 'private' : 'private / public')],
  ['text', both(({ maxTextLength, lengthUnit, text }) => (maxTextLength === undefined ? text : `${maxTextLength.toLocaleString('en').replaceAll(',', ' ')} ${units[lengthUnit ?? 'utf16']}`))],
  ['files', both(({ attachments }) => (attachments === undefined || attachments === false ? '' : `${attachments.maxCount} × ${megabytes(attachments.maxBytes)}`))],
  ['edit', both(({ edit }) => yes(edit))],
  ['delete', both((own) => (own.deleteOthers === true ? 'all' : own.delete === true ? 'ours' : ''))],
  ['typing', both(({ typing }) => yes(typing))],
  ['reactions', both(({ reactions }) => yes(reactions))],
  ['receipts', both(({ deliveryReceipts, readReceipts }) => [deliveryReceipts === true ? 'delivered' : '', readReceipts === true ? 'read' : ''].filter((word) => word !== '').join(', '))],
  ['window', both(({ replyWindowHours, lateReplyHours }) => (replyWindowHours === undefined ? '' : `${replyWindowHours} h${lateReplyHours === undefined ? '' : `, a person ${lateReplyHours / 24} d`}`))],
  ['templates', ({ capabilities }) => yes(capabilities.templates)],
  ['private reply', ({ capabilities: { privateReply } }) => (privateReply === undefined ? '' : [privateReply.once === true ? 'once' : '✓', privateReply.withinHours === undefined ? '' : `within ${privateReply.withinHours / 24} d`].filter((word) => word !== '').join(', '))],
  ['hide · like', both(({ hide, like }) => [hide === true ? 'hide' : '', like === true ? 'like' : ''].filter((word) => word !== '').join(' · '))],
  ['write first', ({ capabilities }) => yes(capabilities.startConversation)],
  ['compared hourly', ({ history }) => yes(history)],
];

const units = { utf16: 'characters', 'code-points': 'characters', graphemes: 'characters', bytes: 'bytes' } as const;
const megabytes = (bytes: number): string => (bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MB` : `${Math.round(bytes / 1024)} kB`);

function ways({ webhook, poll, stream, capabilities }: AnyConnector): string[] {
  const found = [webhook === undefined ? '' : 'webhook', poll === undefined ? '' : 'poll', stream === undefined ? '' : 'stream'].filter((word) => word !== '');
  return found.length > 0 ? found : [capabilities.logOnly === true ? 'by hand' : 'own widget'];
}

/** Connector × ability in Markdown, made from the capabilities themselves; `npm run generate` puts it into the README. */
export function abilityTable(): string {
  const rows = [...allConnectors].sort((a, b) => a.label.localeCompare(b.label)).map((connector) => [connector.label, ...columns.map(([, ask]) => ask(connector))]);
  return [['connector', ...columns.map(([title]) => title)], ['connector', ...columns].map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
