import { ChevronDown, ChevronsUp, ChevronUp, Equal, Plus, Tag as TagIcon } from 'lucide';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConversationView, Label } from '@kontuar/contract';
import { cachedConversation } from '../../app/acts/cached';
import { changeLabels, openCase, setMatter, setPriority } from '../../app/acts/perform';
import { target } from '../../app/acts/target';
import { request } from '../../app/client';
import { useLabels } from '../../app/directory';
import { lazily } from '../../app/lazily';
import { likelyMatters } from '../../app/matters/likely';
import { offered, useMatterName, useMatters } from '../../app/matters/matters';
import { useCan } from '../../app/me';
import { PickDialog, type PickOption } from '../../app/pick/pick-dialog';
import { rank, ranked } from '../../app/pick/rank';
import { problemWords } from '../../app/problem-words';
import { productWords } from '../../app/product-words';
import { queryKeys } from '../../app/query-keys';
import { foldText } from '../../ui/fold-text';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, Icon, useToast } from '../../ui';
import { aboutWords } from './about';
import { dialogStrings } from './dialogs.strings';

const CasesDialog = lazily(() => import('./cases-dialog').then((part) => part.CasesDialog));
/** As many as the server opens in one act. */
const MOST_CASES = 100;

interface ChoiceProps { ids: readonly string[]; onClose: () => void }
const first = (ids: readonly string[]): ConversationView | undefined => (ids.length === 1 && ids[0] !== undefined ? cachedConversation(ids[0]) : undefined);

const priorities = [['urgent', 'priorityUrgent', ChevronsUp], ['high', 'priorityHigh', ChevronUp], ['normal', 'priorityNormal', Equal], ['low', 'priorityLow', ChevronDown]] as const;

export function PriorityDialog({ ids, onClose }: ChoiceProps) {
  const t = useStrings(dialogStrings);
  const w = useStrings(productWords);
  const [query, setQuery] = useState('');
  const current = first(ids)?.priority;
  const options = priorities.filter(([, words]) => rank(query, w(words)) > 0).map(([value, words, icon]): PickOption => ({
    id: value, label: w(words), mark: <Icon of={icon} />, ...(current === undefined ? {} : { checked: value === current }),
    run: () => {
      onClose();
      void setPriority(ids, value);
    },
  }));
  return <PickDialog title={t('priorityTitle')} placeholder={t('priorityOf')} query={query} onQueryChange={setQuery} chip={aboutWords(ids)} onClose={onClose} groups={[{ id: 'p', title: t('priorities'), options }]} />;
}

/** Likeliest first, with how likely it is: C and Enter agree with the guess. What somebody chose already stays in front of it. */
export function MatterDialog({ ids, onClose }: ChoiceProps) {
  const t = useStrings(dialogStrings);
  const locale = useLocale();
  const named = useMatterName();
  const matters = useMatters();
  const [query, setQuery] = useState('');
  const conversations = ids.map(cachedConversation).filter((conversation) => conversation !== undefined);
  const conversation = first(ids);
  const mayOpen = useCan('case.edit');
  const chosen = conversation?.matterBy === 'guess' ? null : conversation?.matter ?? null;
  const [cases, setCases] = useState<string | null>(null);
  const choose = (matter: ConversationView['matter']) => () => {
    const [one] = ids;
    // Such a matter is followed to its outcome: one key says what it is and opens its case. Of many it is asked how; beyond what is loaded nobody opens cases.
    const opens = matter !== null && mayOpen && matters.some(({ key, opensCase }) => key === matter && opensCase);
    if (opens && ids.length > 1 && ids.length <= MOST_CASES && target.get().whole === null) return setCases(matter);
    onClose();
    void (opens && one !== undefined && ids.length === 1 ? openCase(one, matter) : setMatter(ids, matter));
  };
  const likely = likelyMatters(offered(matters), conversations).sort((a, b) => Number(b.key === chosen) - Number(a.key === chosen));
  const words = (key: string) => [named(key), ...Object.values(matters.find((one) => one.key === key)?.name ?? {})].join(' ');
  const options: PickOption[] = ranked(likely, query, ({ key }) => words(key)).map(({ key, probability }) => {
    const description = matters.find((one) => one.key === key)?.description ?? '';
    // Under a hundredth is noise; a hundred per cent is never known.
    const chance = probability === null || probability < 0.01 ? undefined : t('chance', { percent: formatNumber(locale, Math.min(99, Math.round(probability * 100))) });
    const detail = [chance, description].filter((part) => part !== undefined && part !== '').join(' · ');
    return { id: key, label: named(key), ...(detail === '' ? {} : { detail }), ...(chosen === key ? { checked: true } : {}), run: choose(key) };
  });
  if (cases !== null) return <CasesDialog ids={ids} matter={cases} onClose={onClose} />;
  const isNone = conversation?.matter === null && conversation.matterBy === 'member';
  if (rank(query, t('none')) > 0) options.push({ id: 'none', label: t('none'), ...(isNone ? { checked: true } : {}), run: choose(null) });
  return <PickDialog title={t('matterTitle')} placeholder={t('matterOf')} query={query} onQueryChange={setQuery} chip={aboutWords(ids)} onClose={onClose} groups={[{ id: 'm', title: t('matters'), options }]} />;
}

/** Stays open for several labels; each takes effect at once. On many conversations: on when all of them have it. */
export function LabelsDialog({ ids, onClose }: ChoiceProps) {
  const t = useStrings(dialogStrings);
  const labels = useLabels();
  const toast = useToast();
  const cache = useQueryClient();
  const manages = useCan('label.manage');
  const [query, setQuery] = useState('');
  const [on, setOn] = useState<ReadonlySet<string>>(() => {
    const all = ids.map((id) => new Set(cachedConversation(id)?.labelIds ?? []));
    return new Set([...(all[0] ?? [])].filter((label) => all.every((set) => set.has(label))));
  });
  const [order] = useState(on);
  const set = (id: string, wanted: boolean) => {
    setOn((before) => {
      const next = new Set(before);
      if (wanted) next.add(id);
      else next.delete(id);
      return next;
    });
    setQuery('');
    void changeLabels(ids, wanted ? { add: [id], remove: [] } : { add: [], remove: [id] });
  };
  const make = async (name: string) => {
    try {
      const label = await request<Label>('POST', '/labels', { name });
      await cache.invalidateQueries({ queryKey: queryKeys.labels });
      set(label.id, true);
    } catch (error) {
      toast({ text: t('labelFailed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  // What is on stands first, and stays where it is while one works.
  const sorted = [...labels].sort((a, b) => Number(order.has(b.id)) - Number(order.has(a.id)) || a.name.localeCompare(b.name));
  const options: PickOption[] = ranked(sorted, query, (label) => label.name).map((label) => ({
    id: label.id, label: label.name, mark: <span className="label-dot" data-tone={label.tone} aria-hidden="true" />, checked: on.has(label.id), run: () => set(label.id, !on.has(label.id)),
  }));
  const name = query.trim();
  const exists = labels.some((label) => foldText(label.name) === foldText(name));
  const making: PickOption[] = name !== '' && !exists && manages ? [{ id: 'new', label: t('newLabel', { name }), mark: <Icon of={Plus} />, run: () => void make(name) }] : [];
  return (
    <PickDialog
      title={t('labelsTitle')} placeholder={t('labelsOf')} query={query} onQueryChange={setQuery} chip={aboutWords(ids)} onClose={onClose}
      groups={[{ id: 'l', title: t('labels'), options }, { id: 'n', title: t('doThis'), options: making }]}
      empty={t(manages ? 'noLabels' : 'noLabelsYet')}
      footer={<><Icon of={TagIcon} size={14} /><span className="grow" /><Button size="sm" onClick={onClose}>{t('done')}<kbd aria-hidden="true">Esc</kbd></Button></>}
    />
  );
}
