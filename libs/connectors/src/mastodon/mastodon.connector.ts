import type { Connector } from '../contract';
import { actOn } from './mastodon.act';
import { download, profileOf } from './mastodon.download';
import { check } from './mastodon.health';
import { capabilitiesFrom } from './mastodon.limits';
import { parseDelivery } from './mastodon.parse';
import { history, stream } from './mastodon.receive';
import { sendMessage } from './mastodon.send';
import { learn } from './mastodon.server';
import { factsOf, mastodonSettings, type MastodonSettings } from './mastodon.settings';

/** An account on any Mastodon server. There is no `poll` beside `stream`: the stream itself asks for what it may have missed. */
export const mastodon: Connector<MastodonSettings> = {
  id: 'mastodon',
  label: 'Mastodon',
  // Every server numbers people anew.
  identityScope: (settings) => `mastodon:${new URL(settings.server).host}`,
  settings: mastodonSettings,
  capabilities: capabilitiesFrom(factsOf({ facts: '' })),
  capabilitiesOf: (settings) => capabilitiesFrom(factsOf(settings)),
  stream: (ctx, cursor, emit, signal) => stream(ctx, cursor, { emit, signal }),
  parse: parseDelivery,
  send: sendMessage,
  act: actOn,
  download,
  profile: profileOf,
  history,
  check,
  connect: async (ctx) => {
    await learn(ctx);
  },
};
