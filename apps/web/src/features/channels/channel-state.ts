import type { ChannelSummary } from '@kontuar/contract';
import type { KeyOf } from '../../i18n';
import type { channelsStrings } from './channels.strings';

export type ChannelState = ChannelSummary['state'];
type Key = KeyOf<(typeof channelsStrings)['en']>;

/** One look per state: the words, the dot, and whether it needs somebody. */
export const stateLooks = {
  ok: { words: 'stateOk', dot: 'ok', tone: 'ok', needsSomebody: false },
  checking: { words: 'stateChecking', dot: undefined, tone: undefined, needsSomebody: false },
  warning: { words: 'stateWarning', dot: 'warn', tone: 'waiting', needsSomebody: true },
  failing: { words: 'stateFailing', dot: 'danger', tone: 'danger', needsSomebody: true },
  silent: { words: 'stateSilent', dot: 'warn', tone: 'waiting', needsSomebody: true },
  paused: { words: 'statePaused', dot: undefined, tone: undefined, needsSomebody: false },
  unauthorized: { words: 'stateUnauthorized', dot: 'danger', tone: 'danger', needsSomebody: true },
} as const satisfies Record<ChannelState, { words: Key; dot: 'ok' | 'warn' | 'danger' | undefined; tone: 'ok' | 'waiting' | 'danger' | undefined; needsSomebody: boolean }>;

/** How a channel looks. One on which people only write down what happened elsewhere has nothing that could be checked or fail. */
export function lookOf(channel: { state: ChannelState; capabilities: Pick<ChannelSummary['capabilities'], 'logOnly'> }): { words: Key; dot: 'ok' | 'warn' | 'danger' | undefined; tone: 'ok' | 'waiting' | 'danger' | undefined } {
  const { state, capabilities } = channel;
  if (capabilities.logOnly === true && (state === 'ok' || state === 'checking')) return { words: 'stateNothing', dot: 'ok', tone: undefined };
  return stateLooks[state];
}

const alarmKeys: Record<string, Key> = { unauthorized: 'alarmUnauthorized', silent: 'alarmSilent', expiring: 'alarmExpiring', 'dead-letters': 'alarmDead', quota: 'alarmQuota', permissions: 'alarmPermissions', history: 'alarmHistory' };

/** Our sentence for an alarm; a connector's own code counts as failing. */
export function alarmKey(code: string): Key {
  return alarmKeys[code] ?? 'alarmFailing';
}

const urgency: Record<ChannelState, number> = { unauthorized: 0, failing: 1, silent: 2, warning: 3, checking: 4, ok: 5, paused: 6 };

/** Those that need somebody first; otherwise by name, as people look for them. */
export function byUrgency<C extends Pick<ChannelSummary, 'state' | 'name'>>(channels: readonly C[]): C[] {
  const group = (channel: C) => (stateLooks[channel.state].needsSomebody ? urgency[channel.state] : 9);
  return [...channels].sort((a, b) => group(a) - group(b) || a.name.localeCompare(b.name));
}
