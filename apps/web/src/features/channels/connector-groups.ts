import type { ConnectorView, Locale } from '@kontuar/contract';
import { inWords } from '../../app/words/in-words';
import { foldText } from '../../ui/fold-text';

export type ConnectorGroup = 'mail' | 'messaging' | 'social' | 'reviews' | 'other' | 'manual';
const order: readonly ConnectorGroup[] = ['mail', 'messaging', 'social', 'reviews', 'other', 'manual'];

const table: Readonly<Record<string, ConnectorGroup>> = {
  email: 'mail', chat: 'mail',
  telegram: 'messaging', whatsapp: 'messaging', 'twilio-whatsapp': 'messaging', sms: 'messaging', line: 'messaging', viber: 'messaging', discord: 'messaging', slack: 'messaging', xmpp: 'messaging', matrix: 'messaging', messenger: 'messaging',
  facebook: 'social', instagram: 'social', bluesky: 'social', mastodon: 'social', x: 'social', youtube: 'social', reddit: 'social', tiktok: 'social', linkedin: 'social',
  'google-business': 'reviews', trustpilot: 'reviews', 'app-store': 'reviews', 'google-play': 'reviews',
  api: 'other',
};

type Grouped = Pick<ConnectorView, 'id' | 'label' | 'capabilities'>;

/** One that is new to this table is placed by what it can do. */
export function groupOf({ id, capabilities }: Grouped): ConnectorGroup {
  if (capabilities.logOnly === true) return 'manual';
  const known = table[id];
  if (known !== undefined) return known;
  if (capabilities.oneReply === true || capabilities.publicly?.oneReply === true) return 'reviews';
  if (capabilities.public || capabilities.publicly?.public === true || capabilities.hide === true || capabilities.like === true) return 'social';
  return capabilities.subject ? 'mail' : 'other';
}

/** In the order of the groups and by name within each; `query` by name, in both languages. */
export function grouped<C extends Grouped>(connectors: readonly C[], query: string, locale: Locale): { group: ConnectorGroup; connectors: C[] }[] {
  const wanted = foldText(query.trim());
  const found = connectors.filter((connector) => wanted === '' || foldText(`${connector.label} ${inWords(connector.label, 'pl')} ${connector.id}`).includes(wanted));
  return order.flatMap((group) => {
    const members = found.filter((connector) => groupOf(connector) === group).sort((a, b) => inWords(a.label, locale).localeCompare(inWords(b.label, locale), locale));
    return members.length === 0 ? [] : [{ group, connectors: members }];
  });
}
