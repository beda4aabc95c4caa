import type { MessageView } from '@kontuar/contract';
import type { KeyOf } from '../../i18n';
import type { eventStrings } from './event.strings';

export type EventKey = KeyOf<(typeof eventStrings)['en']>;

/** How ids and values of an event are called on this screen. */
export interface EventNames {
  member(id: string): string | null;
  team(id: string): string | null;
  /** Of a priority. */
  value(value: string): string;
  matter(key: string): string;
  moment(instant: string): string;
  /** Names one after the other. */
  list(names: unknown): string;
}

/** `why`: a known reason in words · `quote`: what a person gave as the reason, or wrote beside a rating. */
export interface EventWords { key: EventKey; values: Record<string, string>; why: EventKey | null; quote: string | null; icon: EventIcon }
export type EventIcon = 'person' | 'done' | 'state' | 'clock' | 'matter' | 'channel' | 'star' | 'aside' | 'other';

type Data = Readonly<Record<string, unknown>>;
type Say = (key: EventKey, icon: EventIcon, values?: Record<string, string>) => EventWords;

/** Places that an undone message leaves in the count of a thread; nobody needs to see them. */
export function isSilent(message: MessageView): boolean {
  return message.kind === 'event' && message.event?.type === 'taken-back';
}

/** A line of the timeline in words: who did what, to whom it went and why. What is not known is shown by its own name. */
export function eventWords(message: MessageView, names: EventNames): EventWords {
  const type = message.event?.type ?? '';
  const data: Data = message.event?.data ?? {};
  const byMember = message.author.kind === 'member';
  const reason = text(data, 'reason');
  const why = reason === null ? null : familiar[text(part(data, 'why'), 'knew') ?? ''] ?? reasons[reason] ?? null;
  const say: Say = (key, icon, values = {}) =>
    ({ key, icon, values: { who: message.author.name, ...values }, why, quote: text(data, 'note') ?? text(data, 'ruleName') });

  switch (type) {
    case 'assigned': return assignment(data, message, names, say);
    case 'resolved': return say(byMember ? 'resolved' : 'resolvedBySystem', 'done');
    case 'pending': return say(byMember ? 'pending' : 'pendingBySystem', 'clock');
    case 'snoozed': {
      const until = text(data, 'until');
      return until === null ? say('snoozedOpen', 'clock') : say('snoozed', 'clock', { until: names.moment(until) });
    }
    case 'woken':
      if (byMember) return say('unsnoozed', 'state');
      return say(reason === 'timer' ? 'snoozeEnded' : 'wokenByCustomer', 'state');
    case 'reopened': {
      const by = text(data, 'by');
      if (byMember) return say('reopened', 'state');
      return say(by === 'contact' ? 'reopenedByCustomer' : by === 'edit' ? 'reopenedByEdit' : by === 'failure' || reason === 'failure' ? 'reopenedByFailure' : 'reopenedBySystem', 'state');
    }
    case 'priority': return say('priority', 'other', { to: names.value(text(data, 'to') ?? 'normal') });
    case 'matter': {
      const matter = text(data, 'to');
      return matter === null ? say('matterCleared', 'matter') : say(data['confirmed'] === true ? 'matterConfirmed' : 'matter', 'matter', { to: names.matter(matter) });
    }
    case 'blocked': return say('blocked', 'channel');
    case 'unblocked': return say('unblocked', 'channel');
    case 'rated': {
      const score = text(data, 'score');
      const solved = text(data, 'solved');
      const words = score === null ? say('ratedWithout', 'star') : say('rated', 'star', { score });
      return { ...words, why: solved === null ? null : settled[solved] ?? null, quote: text(data, 'text') };
    }
    case 'still-fine': return { ...say(text(data, 'score') === '5' ? 'stillFine' : 'notFine', 'star'), quote: text(data, 'text') };
    case 'promise-given': return { ...say('promiseGiven', 'clock', { due: names.moment(text(data, 'dueAt') ?? '') }), quote: text(data, 'text') };
    case 'promise-moved': return { ...say('promiseMoved', 'clock', { due: names.moment(text(data, 'dueAt') ?? '') }), quote: text(data, 'text') };
    case 'promise-kept': return { ...say(data['late'] === true ? 'promiseLate' : 'promiseKept', 'done'), quote: text(data, 'text') };
    case 'promise-open': return { ...say('promiseOpen', 'clock'), quote: text(data, 'text') };
    case 'promise-withdrawn': return { ...say('promiseWithdrawn', 'other'), quote: text(data, 'text') };
    case 'promise-broken': return { ...say('promiseBroken', 'clock', { due: names.moment(text(data, 'dueAt') ?? '') }), quote: text(data, 'text') };
    case 'sla-broken': return { ...say(slaKeys[text(data, 'kind') ?? '']?.[0] ?? 'slaBrokenDone', 'clock'), quote: text(data, 'policy') };
    case 'sla-changed': {
      const due = text(data, 'dueAt');
      return { ...(due === null ? say('slaStands', 'clock') : say(slaKeys[text(data, 'kind') ?? '']?.[1] ?? 'slaChangedDone', 'clock', { due: names.moment(due) })), quote: text(data, 'policy') };
    }
    case 'rating-changed': {
      const [before, now] = [part(data, 'from'), part(data, 'to')];
      return say('ratingChanged', 'star', { from: text(before, 'stars') ?? '?', to: text(now, 'stars') ?? '?', of: text(now, 'of') ?? '5' });
    }
    case 'private-thread': {
      const number = text(data, 'number');
      return number === null ? say('privateThread', 'channel') : say('privateThreadOlder', 'channel', { number });
    }
    case 'continued-in': return say('continuedIn', 'channel', { number: text(data, 'number') ?? '?' });
    case 'acted': return acted({ kind: text(data, 'kind'), rule: text(data, 'rule') }, byMember, say, message);
    case 'send-warning': return { ...say('sendWarning', 'channel'), quote: text(data, 'detail') };
    case 'plan-cancelled': return say('planCancelled', 'clock');
    case 'follow-up-began': return { ...say('followUpBegan', 'clock', { who: text(data, 'byName') ?? '' }), quote: text(data, 'name') };
    case 'follow-up-reminded': return { ...say('followUpReminded', 'clock'), quote: text(data, 'name') };
    case 'follow-up-stopped': {
      const by = text(data, 'byName');
      return by === null ? { ...say('followUpStopped', 'clock'), why: endings[reason ?? ''] ?? 'followUpTrouble' } : say('followUpStoppedBy', 'clock', { who: by });
    }
    case 'aside-opened': return { ...say('asideOpened', 'aside', { with: names.list(data['with']) }), quote: text(data, 'subject') };
    case 'aside-answered': return { ...say(data['sender'] === 'participant' ? 'asideAnswered' : 'asideStranger', 'aside', { name: text(data, 'name') ?? '' }), quote: text(data, 'subject') };
    case 'aside-failed': return { ...say('asideFailed', 'aside'), quote: text(data, 'subject') };
    case 'case-opened': return say('caseOpened', 'matter', { code: text(data, 'code') ?? '' });
    case 'case-joined': return say('caseJoined', 'matter', { code: text(data, 'code') ?? '' });
    case 'case-left': return say('caseLeft', 'matter', { code: text(data, 'code') ?? '' });
    case 'case-closed': return say('caseClosed', 'done', { code: text(data, 'code') ?? '' });
    case 'case-reopened': return say('caseReopened', 'matter', { code: text(data, 'code') ?? '' });
    case 'case-withdrawn': return say('caseWithdrawn', 'matter', { code: text(data, 'code') ?? '' });
    case 'case-answered': return say('caseAnswered', 'done', { code: text(data, 'code') ?? '' });
    case 'case-unanswered': return say('caseUnanswered', 'clock', { code: text(data, 'code') ?? '' });
    case 'case-overdue': return say(text(data, 'silence') === 'accepted' ? 'caseOverdueAccepted' : 'caseOverdue', 'clock', { code: text(data, 'code') ?? '' });
    case 'lead-opened': return say('leadOpened', 'matter', { code: text(data, 'code') ?? '' });
    case 'lead-joined': return say('leadJoined', 'matter', { code: text(data, 'code') ?? '' });
    case 'lead-left': return say('leadLeft', 'matter', { code: text(data, 'code') ?? '' });
    case 'lead-withdrawn': return say('leadWithdrawn', 'matter', { code: text(data, 'code') ?? '' });
    case 'lead-reopened': return say('leadReopened', 'matter', { code: text(data, 'code') ?? '' });
    case 'lead-won': return say('leadWon', 'done', { code: text(data, 'code') ?? '' });
    case 'lead-lost': return say('leadLost', 'done', { code: text(data, 'code') ?? '' });
    case 'merged': return say('merged', 'other', { number: text(data, 'number') ?? '?' });
    case 'merge-undone': return say('mergeUndone', 'other', { number: text(data, 'number') ?? '?' });
    case 'split-off': return say('splitOff', 'other', { number: text(data, 'number') ?? '?' });
    case 'split-from': return say('splitFrom', 'other', { number: text(data, 'number') ?? '?' });
    case 'split-undone': return say('splitUndone', 'other', { number: text(data, 'number') ?? '?' });
    case 'moved-out': return say('movedOut', 'other', { number: text(data, 'number') ?? '?' });
    case 'moved-in': return say('movedIn', 'other', { number: text(data, 'number') ?? '?' });
    case 'move-undone': return say('moveUndone', 'other', { number: text(data, 'number') ?? '?' });
    case 'rule': return { ...say('ruleWorked', 'other'), quote: text(data, 'name') };
    case 'email-consent': return say('emailConsent', 'channel', { address: text(data, 'email', 'address') ?? '' });
    default: return say('other', 'other', { text: message.text === '' ? type.replaceAll(/[._-]/g, ' ') : message.text });
  }
}

const reasons: Readonly<Record<string, EventKey>> = {
  'follow-up': 'whyFollowUp', undo: 'whyUndo', answered: 'whyAnswered', rule: 'whyRule', kind: 'whyKind', 'team-removed': 'whyTeamRemoved', 'member-left': 'whyMemberLeft', macro: 'whyMacro', promise: 'whyPromise', sla: 'whySla', routing: 'whyRouting', untouched: 'whyUntouched', 'rated-badly': 'whyRated', 'not-fine': 'whyNotFine', aside: 'whyAside', merge: 'whyMerge', 'take-over': 'whyTakeOver', 'hand-back': 'whyHandBack',
};

/** Of what routing gave: why it went to them and not to who is next. */
const familiar: Readonly<Record<string, EventKey>> = { 'customer': 'whyKnew', 'stands-in': 'whyStandsIn' };

const slaKeys: Readonly<Record<string, [broken: EventKey, changed: EventKey]>> = { first_reply: ['slaBrokenFirst', 'slaChangedFirst'], next_reply: ['slaBrokenNext', 'slaChangedNext'], resolution: ['slaBrokenDone', 'slaChangedDone'] };

const endings: Readonly<Record<string, EventKey>> = { 'customer-wrote': 'followUpAnswered', 'resolved': 'followUpResolved', 'reassigned': 'followUpTaken', 'window-closed': 'followUpWindow', 'merged': 'followUpMerged', 'not-approved': 'followUpNotApproved' };

const settled: Readonly<Record<string, EventKey>> = { yes: 'settled', partly: 'settledPartly', no: 'settledNot' };

const actKeys: Readonly<Record<string, [by: EventKey, elsewhere: EventKey]>> = {
  hide: ['actHide', 'actHideThere'], unhide: ['actUnhide', 'actUnhideThere'], like: ['actLike', 'actLikeThere'], unlike: ['actUnlike', 'actUnlikeThere'], delete: ['actDelete', 'actDeleteThere'],
};

/** By a member of ours, by a rule, or by somebody in the platform's own app. */
const ruleKeys: Readonly<Record<string, EventKey>> = { hide: 'ruleHid', delete: 'ruleDeleted', like: 'ruleLiked' };

function acted({ kind, rule }: { kind: string | null; rule: string | null }, byMember: boolean, say: Say, message: MessageView): EventWords {
  const byRule = rule === null ? undefined : ruleKeys[kind ?? ''];
  if (byRule !== undefined) return { ...say(byRule, 'channel'), quote: rule };
  const keys = actKeys[kind ?? ''];
  return keys === undefined ? say('other', 'other', { text: message.text === '' ? kind ?? 'acted' : message.text }) : say(keys[byMember ? 0 : 1], 'channel');
}

function assignment(data: Data, message: MessageView, names: EventNames, say: Say): EventWords {
  const before = part(data, 'from');
  const after = part(data, 'to');
  const fromId = text(before, 'assigneeId');
  const toId = text(after, 'assigneeId');
  const from = fromId === null ? null : names.member(fromId);
  const to = toId === null ? null : names.member(toId);
  const teamId = text(after, 'teamId');
  const team = teamId !== null && teamId !== text(before, 'teamId') ? names.team(teamId) : null;
  const byId = message.author.kind === 'member' ? message.author.id : null;
  const sameOwner = fromId === toId;
  if (to !== null && !sameOwner) {
    if (byId === null) return from === null ? say('assignedBySystem', 'person', { to }) : say('movedBySystem', 'person', { from, to });
    if (toId === byId) return from === null ? say('took', 'person') : say('tookFrom', 'person', { from });
    if (from === null) return say('assigned', 'person', { to });
    return fromId === byId ? say('handedOver', 'person', { to }) : say('moved', 'person', { from, to });
  }
  if (team !== null) return byId === null ? say('teamBySystem', 'person', { team }) : say('teamed', 'person', { team });
  if (sameOwner) return byId === null ? say('noTeamBySystem', 'person') : say('noTeam', 'person');
  if (byId === null) return say('unassignedBySystem', 'person');
  return from !== null && fromId !== byId ? say('unassignedFrom', 'person', { from }) : say('unassigned', 'person');
}

function text(data: Data, ...keys: string[]): string | null {
  for (const key of keys) {
    const value = data[key];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return null;
}

function part(data: Data, key: string): Data {
  const value = data[key];
  return typeof value === 'object' && value !== null ? (value as Data) : {};
}
