import { useNavigate } from '@tanstack/react-router';
import { BookOpen, Briefcase, Cable, ChartColumn, Columns3, CalendarCheck, CircleAlert, CornerDownRight, Filter as FilterIcon, GraduationCap, Handshake, Inbox, Keyboard, Languages, Megaphone, Radar, Search, SlidersHorizontal, Smile, Store, SunMoon, Tag, type IconNode, Undo2, UserRound, Users } from 'lucide';
import { useSyncExternalStore } from 'react';
import type { Member, Presence } from '@kontuar/contract';
import { actHistory } from '../../app/acts/history';
import { assign, changeLabels, setMatter, setPriority, undoAct } from '../../app/acts/perform';
import { idsOf, useTarget } from '../../app/acts/target';
import { cachedConversation } from '../../app/acts/cached';
import { useLabels, useMembers, useTeams, channelsQuery } from '../../app/directory';
import { bindingsOf, keyChoices, keyNames, keycaps, runShortcut, shortcuts, useAvailableShortcuts, type ShortcutId } from '../../app/keys';
import { offered, useMatterName, useMatters } from '../../app/matters/matters';
import { useMe } from '../../app/me';
import type { PickOption } from '../../app/pick/pick-dialog';
import { productWords } from '../../app/product-words';
import { chooseDensity, chooseTheme } from '../../app/theme';
import { request } from '../../app/client';
import { queryClient } from '../../app/query-client';
import { queryKeys } from '../../app/query-keys';
import { countWords, viewCountsQuery, viewsQuery } from '../../app/views/queries';
import { switchLocale, useStrings } from '../../i18n';
import { live } from '../../realtime/live';
import { Avatar, ChannelMark, Icon, useToast } from '../../ui';
import { useQuery } from '@tanstack/react-query';
import { inBoth } from './both-languages';
import { paletteStrings } from './palette.strings';

/** Something the palette can do; `words` is what finds it, in both languages. */
export interface Command extends PickOption { words: string; verb: 'assign' | 'go' | 'label' | 'priority' | 'matter' | 'theme' | 'language' | 'presence' | 'density' | 'undo' | 'new' | 'do'; group: 'people' | 'teams' | 'do' | 'go' | 'acts' | 'labels' }

const viewNames = [['mine', 'mine'], ['unassigned', 'viewUnassigned'], ['waiting', 'waiting'], ['mentions', 'mentions'], ['snoozed', 'snoozed'], ['all', 'all'], ['resolved', 'resolved']] as const;
/** Acts that make no sense from the palette: it is itself one of them, or they need a row under the hand. */
const notHere = new Set(['palette', 'go-reports', 'report-earlier', 'report-later', 'report-day', 'report-week', 'report-weeks', 'report-compare', 'report-table', 'next', 'previous', 'open', 'back', 'select', 'select-extend', 'show-new', 'next-region', 'previous-region', 'view-1', 'view-2', 'view-3', 'view-4', 'view-5', 'view-6', 'go-inbox', 'go-search', 'go-contacts', 'go-channels', 'go-board', 'go-cases', 'board-left', 'board-right', 'board-peek', 'go-leads', 'go-promises', 'go-quality', 'go-mentions', 'hear-next', 'hear-previous', 'hear-monitor', 'hear-monitor-back', 'no-promise', 'go-settings', 'theme', 'undo']);

export function useCommands(close: () => void, onSick: (member: Member) => void): Command[] {
  const t = useStrings(paletteStrings);
  const name = useStrings(keyNames);
  const w = useStrings(productWords);
  const me = useMe();
  const navigate = useNavigate();
  const toast = useToast();
  const members = useMembers();
  const teams = useTeams();
  const labels = useLabels();
  const [matters, matterName] = [useMatters(), useMatterName()];
  const { data: channels } = useQuery(channelsQuery);
  const { data: views } = useQuery(viewsQuery);
  const { data: viewCounts } = useQuery(viewCountsQuery);
  const available = useAvailableShortcuts();
  const done = useSyncExternalStore(actHistory.subscribe, actHistory.list);
  const choices = useSyncExternalStore(keyChoices.subscribe, keyChoices.get);
  const ids = idsOf(useTarget());
  const may = (verb: Parameters<typeof me.can.includes>[0]) => me.can.includes(verb);
  const then = (act: () => void) => () => {
    close();
    // After the palette gave the focus back: the act's own dialog takes it from there.
    setTimeout(act, 0);
  };

  const capsOf = (id: ShortcutId) => keycaps(bindingsOf(id, choices)[0] ?? '').flat().filter((cap) => cap !== '');

  const commands: Command[] = [];
  for (const { id, group } of shortcuts) {
    if (!available.has(id) || notHere.has(id)) continue;
    if (group === 'decide' && ids.length === 0 && !['take-next', 'log-call', 'log-visit', 'write-first', 'board-spread'].includes(id)) continue;
    // On the sheet these stand behind another name; here they stand alone.
    const full = ({ 'hand-over': 'handOver', 'log-visit': 'logVisit' } as const)[id as 'hand-over' | 'log-visit'] as 'handOver' | 'logVisit' | undefined;
    const label = full === undefined ? name(id) : t(full);
    commands.push({
      id: `key-${id}`, verb: id.startsWith('log') || id === 'write-first' ? 'new' : 'do', group: 'do', label, words: `${inBoth(keyNames, id)} ${full === undefined ? '' : inBoth(paletteStrings, full)}`,
      mark: <Icon of={id === 'sheet' ? Keyboard : CornerDownRight} />, keys: capsOf(id), run: then(() => runShortcut(id)),
    });
  }

  if (ids.length > 0 && may('conversation.assign')) {
    for (const member of [...members].sort((a, b) => rankOf(a) - rankOf(b) || a.openCount - b.openCount)) {
      if (!member.active) continue;
      commands.push({
        id: `to-${member.id}`, verb: 'assign', group: 'people', label: member.name, words: `${member.name} ${member.email} ${member.id === me.member.id ? 'me ja mnie' : ''}`,
        detail: detailOf(member), mark: <Avatar name={member.name} src={member.avatarUrl} size="sm" presence={member.presence} />, run: then(() => void assign(ids, { assigneeId: member.id, who: member.name })),
      });
    }
    for (const team of teams) {
      commands.push({
        id: `team-${team.id}`, verb: 'assign', group: 'teams', label: t('unassigned', { team: team.name }), words: team.name, detail: t('openCount', { count: team.openCount }),
        mark: <Icon of={Inbox} />, run: then(() => void assign(ids, { teamId: team.id, assigneeId: null, who: team.name })),
      });
    }
  }
  if (ids.length > 0 && may('conversation.triage')) {
    const on = ids.length === 1 ? new Set(cachedConversation(ids[0] ?? '')?.labelIds) : new Set<string>();
    for (const label of labels) {
      const has = on.has(label.id);
      commands.push({ id: `label-${label.id}`, verb: 'label', group: 'labels', label: t(has ? 'labelOff' : 'labelWith', { name: label.name }), words: `${label.name} ${inBoth(paletteStrings, 'labelWith')}`, mark: <Icon of={Tag} />, run: then(() => void changeLabels(ids, has ? { add: [], remove: [label.id] } : { add: [label.id], remove: [] })) });
    }
    for (const [priority, words] of [['urgent', 'priorityUrgent'], ['high', 'priorityHigh'], ['normal', 'priorityNormal'], ['low', 'priorityLow']] as const) {
      commands.push({ id: `priority-${priority}`, verb: 'priority', group: 'do', label: t('priorityIs', { name: w(words) }), words: `${inBoth(productWords, words)} ${inBoth(paletteStrings, 'priorityIs')}`, mark: <Icon of={CornerDownRight} />, run: then(() => void setPriority(ids, priority)) });
    }
    for (const { key, name } of offered(matters)) {
      commands.push({ id: `matter-${key}`, verb: 'matter', group: 'do', label: t('matterIs', { name: matterName(key) }), words: `${name === null ? inBoth(productWords, key) : `${name.en} ${name.pl}`} ${inBoth(paletteStrings, 'matterIs')}`, mark: <Icon of={CornerDownRight} />, run: then(() => void setMatter(ids, key)) });
    }
  }

  if (may('board.move')) {
    for (const member of members) {
      if (!member.active || member.duty.state === 'sick' || member.role === 'brand_analyst') continue;
      commands.push({ id: `sick-${member.id}`, verb: 'do', group: 'do', label: t('sick', { name: member.name }), words: `${member.name} ${inBoth(paletteStrings, 'sick')}`, mark: <Icon of={UserRound} />, run: then(() => onSick(member)) });
    }
  }

  const go = (id: string, label: string, words: string, mark: React.ReactNode, act: () => void, more: Pick<Command, 'keys' | 'detail'> = {}) =>
    commands.push({ id: `go-${id}`, verb: 'go', group: 'go', label, words, mark, run: then(act), ...more });
  viewNames.forEach(([view, words], index) => {
    go(view, t(words), `${inBoth(paletteStrings, words)} ${inBoth(paletteStrings, 'view')}`, <Icon of={Inbox} />, () => void navigate({ to: '/inbox/$view', params: { view }, search: {} }), index < 6 ? { keys: capsOf(`view-${index + 1}` as ShortcutId) } : {});
  });
  for (const view of views ?? []) {
    const count = viewCounts?.counts[view.id];
    go(`saved-${view.id}`, view.name, `${view.name} ${inBoth(paletteStrings, 'view')}`, view.icon ?? <Icon of={FilterIcon} />, () => void navigate({ to: '/inbox/$view', params: { view: 'all' }, search: { saved: view.id } }), count === undefined ? {} : { detail: countWords(count) });
  }
  for (const team of teams) go(`team-${team.id}`, team.name, team.name, <Icon of={team.kind === 'branch' ? Store : Users} />, () => void navigate({ to: '/inbox/$view', params: { view: 'all' }, search: { team: team.id } }));
  for (const channel of channels ?? []) go(`channel-${channel.id}`, channel.name, channel.name, <ChannelMark connector={channel.connectorId} decorative />, () => void navigate({ to: '/inbox/$view', params: { view: 'all' }, search: { channel: channel.id } }));
  for (const member of members) if (member.active) go(`of-${member.id}`, t('theirs', { name: member.name }), `${member.name} ${inBoth(paletteStrings, 'theirs')}`, <Avatar name={member.name} src={member.avatarUrl} size="sm" />, () => void navigate({ to: '/inbox/$view', params: { view: 'all' }, search: { assignee: member.id } }));
  go('search', t('search'), inBoth(paletteStrings, 'search'), <Icon of={Search} />, () => void navigate({ to: '/search' }), { keys: capsOf('go-search') });
  if (may('board.read')) go('board', t('board'), inBoth(paletteStrings, 'board'), <Icon of={Columns3} />, () => void navigate({ to: '/board' }), { keys: capsOf('go-board') });
  if (may('board.read')) for (const [by, words] of [['teams', 'boardTeams'], ['channels', 'boardChannels']] as const) go(`board-${by}`, t(words), inBoth(paletteStrings, words), <Icon of={Columns3} />, () => void navigate({ to: '/board', search: { by } }));
  go('cases', t('cases'), inBoth(paletteStrings, 'cases'), <Icon of={Briefcase} />, () => void navigate({ to: '/cases' }), { keys: capsOf('go-cases') });
  if (may('lead.read')) go('leads', t('leads'), inBoth(paletteStrings, 'leads'), <Icon of={Handshake} />, () => void navigate({ to: '/leads' }), { keys: capsOf('go-leads') });
  if (may('outreach.read')) go('outreach', t('outreach'), inBoth(paletteStrings, 'outreach'), <Icon of={Megaphone} />, () => void navigate({ to: '/outreach' }));
  go('promises', t('promises'), inBoth(paletteStrings, 'promises'), <Icon of={CalendarCheck} />, () => void navigate({ to: '/promises' }), { keys: capsOf('go-promises') });
  if (may('listening.read')) go('listening', t('listening'), inBoth(paletteStrings, 'listening'), <Icon of={Radar} />, () => void navigate({ to: '/listening' }), { keys: capsOf('go-mentions') });
  if (may('listening.read')) go('insight', t('insight'), inBoth(paletteStrings, 'insight'), <Icon of={ChartColumn} />, () => void navigate({ to: '/listening/insight' }));
  if (may('stuck.read')) go('stuck', t('stuck'), inBoth(paletteStrings, 'stuck'), <Icon of={CircleAlert} />, () => void navigate({ to: '/stuck' }));
  if (may('board.read')) go('spikes', t('spikes'), inBoth(paletteStrings, 'spikes'), <Icon of={CircleAlert} />, () => void navigate({ to: '/spikes' }));
  go('crisis', t('crisis'), inBoth(paletteStrings, 'crisis'), <Icon of={CircleAlert} />, () => void navigate({ to: '/crisis' }));
  if (may('crisis.lead')) go('answer-many', t('answerMany'), `${inBoth(paletteStrings, 'answerMany')} ${inBoth(paletteStrings, 'crisis')}`, <Icon of={Megaphone} />, () => void navigate({ to: '/crisis', search: { answer: 'many' } }));
  go('satisfaction', t('satisfaction'), inBoth(paletteStrings, 'satisfaction'), <Icon of={Smile} />, () => void navigate({ to: '/satisfaction' }));
  if (may('quality.read')) go('quality', t('quality'), inBoth(paletteStrings, 'quality'), <Icon of={GraduationCap} />, () => void navigate({ to: '/quality' }), { keys: capsOf('go-quality') });
  if (may('report.read')) go('reports', t('reports'), inBoth(paletteStrings, 'reports'), <Icon of={ChartColumn} />, () => void navigate({ to: '/reports' }), { keys: capsOf('go-reports') });
  go('contacts', t('customers'), inBoth(paletteStrings, 'customers'), <Icon of={UserRound} />, () => void navigate({ to: '/contacts' }), { keys: capsOf('go-contacts') });
  go('channels', t('channels'), inBoth(paletteStrings, 'channels'), <Icon of={Cable} />, () => void navigate({ to: '/channels' }), { keys: capsOf('go-channels') });
  if (may('knowledge.write')) go('knowledge', t('knowledge'), inBoth(paletteStrings, 'knowledge'), <Icon of={BookOpen} />, () => void navigate({ to: '/knowledge' }));
  go('settings', t('settings'), inBoth(paletteStrings, 'settings'), <Icon of={SlidersHorizontal} />, () => void navigate({ to: '/settings' }), { keys: capsOf('go-settings') });

  const setting = (verb: Command['verb'], words: Parameters<typeof t>[0], icon: IconNode, act: () => void) =>
    commands.push({ id: `set-${words}`, verb, group: 'do', label: t(words), words: inBoth(paletteStrings, words), mark: <Icon of={icon} />, run: then(act) });
  setting('theme', 'themeLight', SunMoon, () => chooseTheme('light'));
  setting('theme', 'themeDark', SunMoon, () => chooseTheme('dark'));
  setting('theme', 'themeSystem', SunMoon, () => chooseTheme('system'));
  setting('density', 'compact', SunMoon, () => chooseDensity('compact'));
  setting('density', 'comfortable', SunMoon, () => chooseDensity('comfortable'));
  const speak = (locale: 'en' | 'pl') => () => {
    void switchLocale(locale);
    // The profile's language wins at the next visit, so it is told; a refusal leaves the screen as chosen.
    void request('PATCH', '/me', { locale }).then(() => queryClient.invalidateQueries({ queryKey: queryKeys.me })).catch(() => undefined);
  };
  setting('language', 'english', Languages, speak('en'));
  setting('language', 'polish', Languages, speak('pl'));
  const be = (presence: Presence) => async () => {
    if (await live.setPresence(presence)) await queryClient.invalidateQueries({ queryKey: queryKeys.members });
    else toast({ text: t('presenceFailed'), tone: 'danger' });
  };
  setting('presence', 'presenceOn', UserRound, () => void be('on')());
  setting('presence', 'presenceAway', UserRound, () => void be('away')());
  setting('presence', 'presenceOff', UserRound, () => void be('off')());
  for (const act of done) commands.push({ id: `undo-${act.id}`, verb: 'undo', group: 'acts', label: t('undoAct', { what: act.text }), words: `${act.text} ${inBoth(paletteStrings, 'undoAct')}`, mark: <Icon of={Undo2} />, run: then(() => void undoAct(act.id)) });
  return commands;

  function detailOf(member: Member): string {
    return [teams.find(({ id }) => member.teamIds.includes(id))?.name, t('openCount', { count: member.openCount })].filter(Boolean).join(', ');
  }
}

function rankOf({ presence }: Member): number {
  return { on: 0, away: 1, off: 2 }[presence];
}
