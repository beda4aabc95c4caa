import type { MessageView } from '@kontuar/contract';
import type { KeyOf } from '../../i18n';
import type { eventStrings } from './event.strings';

export type EventKey = KeyOf<(typeof eventStrings)['en']>;

/** How ids and values of an event are called on this screen. */
export interface EventNames {
  member(id: string): string | null;
  team(id: string): string | null;
  label(id: string): string | null;
  /** Priority, matter, state. */
  value(value: string): string;
  moment(instant: string): string;
  list(items: readonly string[]): string;
}

export interface EventWords { key: EventKey; values: Record<string, string>; reason: string | null; icon: EventIcon; previousId: string | null }
export type EventIcon = 'person' | 'state' | 'clock' | 'label' | 'matter' | 'channel' | 'link' | 'other';

type Data = Readonly<Record<string, unknown>>;

/** A line of the timeline in words: who did what, to whom it went and why. What is not known is shown by its own text. */
export function eventWords(message: MessageView, names: EventNames): EventWords {
  const type = message.event?.type ?? '';
  const data: Data = message.event?.data ?? {};
  const who = message.author.kind === 'system' ? '' : message.author.name;
  const say = (key: EventKey, icon: EventIcon, values: Record<string, string> = {}): EventWords =>
    ({ key, icon, values: { who, ...values }, reason: text(data, 'note', 'reason'), previousId: text(data, 'previousId') });

  if (/assign|hand|taken|took/.test(type)) return assignment(data, message, names, say);
  if (/snooze/.test(type)) {
    const until = text(data, 'until', 'snoozedUntil', 'to');
    return until === null ? say(who === '' ? 'snoozeEnded' : 'unsnoozed', 'clock') : say('snoozed', 'clock', { until: names.moment(until) });
  }
  if (/thank/.test(type)) return say('thanks', 'state');
  if (/reopen/.test(type)) return say(who === '' || message.author.kind === 'contact' ? 'reopenedByCustomer' : 'reopened', 'state');
  if (/continu|linked|previous/.test(type)) return say('continues', 'link');
  if (/state/.test(type)) return stateChange(text(data, 'to', 'state'), message, names, say, data);
  if (/resolve/.test(type)) return say('resolved', 'state');
  if (/priority/.test(type)) return say('priority', 'other', { to: names.value(text(data, 'to', 'priority') ?? 'normal') });
  if (/matter/.test(type)) {
    const matter = text(data, 'to', 'matter');
    return matter === null ? say('matterCleared', 'matter') : say('matter', 'matter', { to: names.value(matter) });
  }
  if (/label/.test(type)) return labels(data, names, say);
  if (/unblocked/.test(type)) return say('unblocked', 'channel', { who: message.author.name });
  if (/blocked/.test(type)) return say('blocked', 'channel', { who: message.author.name });
  if (/subject/.test(type)) return say('subject', 'other', { to: text(data, 'to', 'subject') ?? '' });
  if (/merge/.test(type)) return say('merged', 'link');
  if (/rating|rated/.test(type)) return say('rated', 'other', { score: text(data, 'score') ?? '' });
  if (/started|created|opened/.test(type)) return say(who === '' ? 'startedByCustomer' : 'started', 'state');
  return say('other', 'other', { text: message.text === '' ? type.replaceAll(/[._-]/g, ' ') : message.text });
}

type Say = (key: EventKey, icon: EventIcon, values?: Record<string, string>) => EventWords;

function assignment(data: Data, message: MessageView, names: EventNames, say: Say): EventWords {
  const fromId = text(data, 'fromAssigneeId', 'fromId', 'from', 'previousAssigneeId');
  const toId = text(data, 'toAssigneeId', 'assigneeId', 'toId', 'to');
  const teamId = text(data, 'toTeamId', 'teamId');
  const from = fromId === null ? null : names.member(fromId);
  const to = toId === null ? null : names.member(toId);
  const team = teamId === null ? null : names.team(teamId);
  const byId = message.author.id;
  if (to !== null && toId === byId) return from === null || fromId === toId ? say('took', 'person') : say('tookFrom', 'person', { from });
  if (to !== null && from !== null) return message.author.kind === 'system' ? say('movedBySystem', 'person', { from, to }) : fromId === byId ? say('handedOver', 'person', { to }) : say('moved', 'person', { from, to });
  if (to !== null) return message.author.kind === 'system' ? say('assignedBySystem', 'person', { to }) : say('assigned', 'person', { to });
  if (team !== null) return message.author.kind === 'system' ? say('teamBySystem', 'person', { team }) : say('teamed', 'person', { team });
  return from !== null && fromId !== byId ? say('unassignedFrom', 'person', { from }) : say('unassigned', 'person');
}

function stateChange(to: string | null, message: MessageView, names: EventNames, say: Say, data: Data): EventWords {
  const system = message.author.kind !== 'member';
  if (to === 'resolved') return say(system ? 'resolvedBySystem' : 'resolved', 'state');
  if (to === 'open') return say(message.author.kind === 'contact' ? 'reopenedByCustomer' : text(data, 'from') === 'snoozed' && system ? 'snoozeEnded' : system ? 'reopenedBySystem' : 'reopened', 'state');
  if (to === 'pending') return say('pending', 'state');
  if (to === 'snoozed') {
    const until = text(data, 'until', 'snoozedUntil');
    return until === null ? say('snoozedOpen', 'clock') : say('snoozed', 'clock', { until: names.moment(until) });
  }
  return say('other', 'state', { text: to === null ? message.text : names.value(to) });
}

function labels(data: Data, names: EventNames, say: Say): EventWords {
  const named = (key: string) => list(data, key).flatMap((id) => names.label(id) ?? []);
  const added = named('added').concat(named('add'));
  const removed = named('removed').concat(named('remove'));
  if (added.length > 0 && removed.length > 0) return say('relabelled', 'label', { added: names.list(added), removed: names.list(removed) });
  if (added.length > 0) return say('labelled', 'label', { added: names.list(added) });
  if (removed.length > 0) return say('unlabelled', 'label', { removed: names.list(removed) });
  return say('labelsChanged', 'label');
}

function text(data: Data, ...keys: string[]): string | null {
  for (const key of keys) {
    const value = data[key];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return null;
}

function list(data: Data, key: string): string[] {
  const value = data[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
