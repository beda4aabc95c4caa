import { useNavigate } from '@tanstack/react-router';
import { BookOpen, Briefcase, Moon, Search } from 'lucide';
import { useEffect, useMemo, useState } from 'react';
import type { ArticleHit, CaseRow, ContactView, ConversationView, Member, Page, SearchHit } from '@kontuar/contract';
import { cachedConversation } from '../../app/acts/cached';
import { snooze } from '../../app/acts/perform';
import { idsOf, useTarget } from '../../app/acts/target';
import { request } from '../../app/client';
import { onCommand } from '../../app/commands';
import { addressesOf } from '../../app/identity-words';
import { useShortcut } from '../../app/keys';
import { lazily } from '../../app/lazily';
import { useCan } from '../../app/me';
import { PickDialog, type PickGroup, type PickOption } from '../../app/pick/pick-dialog';
import { ranked } from '../../app/pick/rank';
import { loadWhen, presets, type When } from '../../app/times/when';
import { momentWords } from '../../app/times/moment-words';
import { loadPolish, useLocale, useStrings } from '../../i18n';
import { Avatar, Icon } from '../../ui';
import { foldText } from '../../ui/fold-text';
import { useCommands, type Command } from './commands';
import { localConversations, useFound, useFoundArticles, useFoundCases } from './found';
import { paletteStrings } from './palette.strings';
import { readVerb } from './verbs';

/** Ctrl K. Opens in one frame: everything that it lists at first is at hand. */
export function Palette() {
  const [open, setOpen] = useState<{ query: string } | null>(null);
  useShortcut('palette', () => setOpen((before) => (before === null ? { query: '' } : null)), { priority: 10 });
  useEffect(() => onCommand('palette', ({ query = '' }) => setOpen({ query })), []);
  // Its verbs are found by their words in both languages.
  useEffect(() => { if (open !== null) void loadPolish(); }, [open]);
  const [sick, setSick] = useState<Member | null>(null);
  return (
    <>
      {open !== null && <PaletteDialog initial={open.query} close={() => setOpen(null)} onSick={setSick} />}
      {sick !== null && <SickDialog member={sick} onClose={() => setSick(null)} />}
    </>
  );
}

const SickDialog = lazily(() => import('../../app/sick/sick-dialog').then((part) => part.SickDialog));

const perGroup = 6;

function PaletteDialog({ initial, close, onSick }: { initial: string; close: () => void; onSick: (member: Member) => void }) {
  const t = useStrings(paletteStrings);
  const navigate = useNavigate();
  const [query, setQuery] = useState(initial);
  const commands = useCommands(close, onSick);
  const ids = idsOf(useTarget());
  const said = readVerb(query);
  const typed = query.trim();
  const found = useFound(said === null ? query : '');
  const cases = useFoundCases(said === null ? query : '', useCan('case.read'));
  const writes = useCan('knowledge.write');
  const articles = useFoundArticles(said === null ? query : '', useLocale(), useCan('knowledge.read'));
  const toOpen = (view: string, conversationId: string, seq?: number | null) => void navigate({ to: '/inbox/$view/$conversationId', params: { view, conversationId }, ...(seq == null ? {} : { hash: `m${seq}` }) });
  const snoozing = useSnoozeOptions(said?.verb === 'snooze' ? said.rest : null, ids, close);

  const groups: PickGroup[] = [];
  const pick = (id: string, title: string, options: readonly PickOption[]) => options.length > 0 && groups.push({ id, title, options });
  const of = (group: Command['group'], from: readonly Command[], limit = perGroup) => from.filter((each) => each.group === group).slice(0, limit);

  if (said?.verb === 'snooze') {
    pick('snooze', t('doThis'), snoozing);
  } else if (said !== null) {
    const fitting = ranked(commands.filter(({ verb }) => verb === said.verb), said.rest, ({ words, label }) => `${words} ${label}`);
    pick('people', t('people'), of('people', fitting));
    pick('teams', t('teams'), of('teams', fitting));
    pick('labels', t('labels'), of('labels', fitting, 12));
    pick('do', t('doThis'), [...of('do', fitting, 12), ...(said.verb === 'assign' && said.rest === '' ? commands.filter(({ id }) => id === 'key-hand-over' || id === 'key-unassign') : [])]);
    pick('go', t('go'), of('go', fitting, 12));
    pick('acts', t('acts'), of('acts', fitting, 12));
  } else if (typed === '') {
    pick('do', t('doThis'), forThisMoment(commands, ids.length > 0));
    pick('go', t('go'), of('go', commands, 7));
    pick('acts', t('acts'), of('acts', commands, 3));
  } else {
    const fitting = ranked(commands, query, ({ words, label }) => `${words} ${label}`);
    const local = localConversations(query);
    const remote = (found.data?.hits ?? []).filter(({ conversation }) => !local.some(({ id }) => id === conversation.id));
    pick('do', t('doThis'), of('do', fitting, 4));
    pick('people', t('people'), of('people', fitting, 3).map((option) => ({ ...option, label: t('assignTo', { name: option.label }) })));
    pick('conversations', t('conversations'), local.map((row) => conversationOption(row, row.subject ?? row.preview.text, () => { close(); toOpen('all', row.id); }, t('unnamed'))));
    // Chosen by the server; what it found for fewer letters is not shown.
    const fittingCases = typed.length < 2 || cases.isPlaceholderData ? [] : (cases.data ?? []);
    pick('cases', t('casesFound'), fittingCases.map((one) => caseOption(one, () => { close(); void navigate({ to: '/cases/$caseId', params: { caseId: one.id } }); })));
    pick('articles', t('articlesFound'), typed.length < 3 || articles.isPlaceholderData ? [] : (articles.data ?? []).slice(0, 4).map((hit) => articleOption(hit, () => {
      close();
      // Who writes goes on writing; who reads reads.
      if (writes || hit.path === null) void navigate({ to: '/knowledge/$articleId', params: { articleId: hit.id }, search: { lang: hit.locale } });
      else window.open(hit.path, '_blank', 'noopener');
    })));
    pick('contacts', t('contacts'), (found.data?.contacts ?? []).slice(0, 4).map((contact) => contactOption(contact, close, toOpen, () => void navigate({ to: '/search', search: { q: contact.name } }))));
    pick('messages', t('messages'), unique(remote).map((hit) => hitOption(hit, () => { close(); toOpen('all', hit.conversation.id, hit.seq); }, t('unnamed'))));
    pick('teams', t('teams'), of('teams', fitting, 2));
    pick('go', t('go'), of('go', fitting, 4));
    pick('labels', t('labels'), of('labels', fitting, 3));
    // What fits best is first, in whichever group it stands: Enter takes it.
    const best = fitting[0]?.group;
    // Whoever types the number of a case wants the case.
    const leading = fittingCases.some(({ code }) => foldText(code).startsWith(foldText(typed))) ? 'cases' : best;
    groups.sort((one, other) => Number(other.id === leading) - Number(one.id === leading));
    pick('search', t('search'), [{ id: 'search-all', label: t('searchAll', { query: typed }), mark: <Icon of={Search} />, run: () => { close(); void navigate({ to: '/search', search: { q: typed } }); } }]);
  }
  const needs = said !== null && ['assign', 'snooze', 'label', 'priority', 'matter'].includes(said.verb) && ids.length === 0;
  const first = ids[0];
  const name = first === undefined ? '' : (cachedConversation(first)?.contact.name ?? '');
  return (
    <PickDialog
      title={t('title')} placeholder={t('placeholder')} query={query} onQueryChange={setQuery} groups={groups} onClose={close}
      {...(ids.length === 0 ? {} : { chip: t('selected', { count: ids.length, name }) })}
      empty={needs ? t('needsTarget') : said?.verb === 'snooze' ? t('snoozeHint') : found.isFetching ? t('searching') : t('nothing')}
      {...(found.isError && said === null && typed.length > 1 ? { footer: t('searchFailed') } : {})}
    />
  );
}

const articleOption = ({ id, title, summary }: ArticleHit, run: () => void): PickOption => ({ id: `article-${id}`, label: title, ...(summary === '' ? {} : { detail: summary }), mark: <Icon of={BookOpen} size={16} />, run });

const caseOption = ({ id, code, subject, contact }: CaseRow, run: () => void): PickOption => ({ id: `case-${id}`, label: code, detail: [contact?.name ?? '', subject].filter((part) => part !== '').join(' · '), mark: <Icon of={Briefcase} />, run });

/** What one most often wants with what is open, in that order; the rest follows when it is typed. */
const onTarget = ['assign', 'snooze', 'resolve', 'label', 'priority', 'hand-over', 'assign-me', 'reply', 'note', 'matter', 'unassign', 'follow-up', 'promise', 'select-all'];
const onNothing = ['take-next', 'write-first', 'log-call', 'log-visit', 'sheet', 'select-all'];

function forThisMoment(commands: readonly Command[], aboutSomething: boolean): Command[] {
  return (aboutSomething ? onTarget : onNothing).flatMap((id) => commands.find((command) => command.id === `key-${id}`) ?? []);
}

function useSnoozeOptions(rest: string | null, ids: readonly string[], close: () => void): PickOption[] {
  const t = useStrings(paletteStrings);
  const locale = useLocale();
  const [when, setWhen] = useState<When | null>(null);
  const [now] = useState(() => new Date());
  const wanted = rest !== null;
  useEffect(() => {
    if (wanted) void loadWhen(locale).then(setWhen);
  }, [wanted, locale]);
  return useMemo(() => {
    if (rest === null || ids.length === 0) return [];
    const at = rest === '' ? null : (when?.read(rest, now) ?? null);
    const times = rest === '' ? presets(now).map((preset) => preset.at) : at === null ? [] : [at];
    return times.map((time): PickOption => {
      const words = momentWords(locale, time, now);
      return { id: time.toISOString(), label: t('snoozeUntil', { when: words }), mark: <Icon of={Moon} />, run: () => { close(); void snooze(ids, time, words); } };
    });
  }, [rest, ids, when, now, locale, t, close]);
}

function unique(hits: readonly SearchHit[]): SearchHit[] {
  return hits.filter((hit, index) => hits.findIndex(({ conversation }) => conversation.id === hit.conversation.id) === index).slice(0, 5);
}

function conversationOption(row: ConversationView, detail: string, run: () => void, unnamed: string): PickOption {
  const name = row.contact.name === '' ? unnamed : row.contact.name;
  return { id: `c-${row.id}`, label: name, detail, mark: <Avatar name={name} src={row.contact.avatarUrl} size="sm" channel={row.connectorId} />, run };
}

function hitOption(hit: SearchHit, run: () => void, unnamed: string): PickOption {
  const name = hit.conversation.contact.name === '' ? unnamed : hit.conversation.contact.name;
  return {
    id: `m-${hit.messageId ?? hit.conversation.id}`, label: name, mark: <Avatar name={name} size="sm" channel={hit.conversation.connectorId} />, run,
    content: <><b>{name}</b><span className="mut ell">{hit.excerpt.map(({ text, match }, index) => (match ? <mark key={index}>{text}</mark> : text))}</span></>,
  };
}

function contactOption(contact: ContactView, close: () => void, toOpen: (view: string, id: string) => void, toSearch: () => void): PickOption {
  return {
    id: `p-${contact.id}`, label: contact.name, detail: addressesOf(contact, 2), mark: <Avatar name={contact.name} src={contact.avatarUrl} size="sm" />,
    run: () => {
      close();
      void openLatest(contact, toOpen, toSearch);
    },
  };
}

/** A customer is met in the latest conversation; the panel beside it has the rest. */
async function openLatest(contact: ContactView, toOpen: (view: string, id: string) => void, toSearch: () => void): Promise<void> {
  const page = await request<Page<ConversationView>>('GET', `/contacts/${contact.id}/timeline`, undefined, { query: { limit: 1 } }).catch(() => null);
  const latest = page?.items[0];
  if (latest) toOpen('all', latest.id);
  else toSearch();
}
