import { useNavigate } from '@tanstack/react-router';
import { ChevronDown, ListFilter as FilterIcon, PanelLeft, X } from 'lucide';
import { memo } from 'react';
import type { View } from '@kontuar/contract';
import { command } from '../../app/commands';
import { useLabels, useMembers } from '../../app/directory';
import { useFieldSorts } from '../../app/fields/sorts';
import { useMe } from '../../app/me';
import { useStrings } from '../../i18n';
import { Button, Icon, IconButton, Menu, MenuHeading, MenuItem, MenuSeparator } from '../../ui';
import { allSorts, sorts, usualSort, type InboxSearch, type Sort } from './filter';
import { inboxStrings } from './inbox.strings';

const sortWords = { waiting: 'sortWaiting', recent: 'sortRecent', oldest: 'sortOldest', priority: 'sortPriority', due: 'sortDue', mood: 'sortMood', snooze: 'sortSnooze' } as const;
const stateWords = { open: 'stateOpen', pending: 'statePending', snoozed: 'stateSnoozed', resolved: 'stateResolved' } as const;

export interface ListHeadProps {
  title: string;
  /** Loaded rows; with a plus when there are more. */
  count: string;
  view: View;
  search: InboxSearch;
  sort: Sort;
  /** Of a saved view or a filter: the order that it has by itself. */
  treeSort: Sort | undefined;
}

export const ListHead = memo(function ListHead({ title, count, view, search, sort, treeSort }: ListHeadProps) {
  const t = useStrings(inboxStrings);
  const change = useSearchChange(view, search);
  const fieldSorts = useFieldSorts(sort);
  const choices = [...(treeSort === undefined ? sorts : allSorts).map((value) => ({ value: value as Sort, label: t(sortWords[value]) })), ...(treeSort === undefined ? [] : fieldSorts)];
  const shown = choices.find(({ value }) => value === sort)?.label ?? t('sort');
  return (
    <>
      <header className="bar list-h">
        <IconButton className="folded-only" label={t('openViews')} onClick={() => command('views', { open: true })}>
          <Icon of={PanelLeft} />
        </IconButton>
        <h1 className="ell">{title}</h1>
        <span className="mut">{count}</span>
        <span className="grow" />
        <Menu
          label={t('sort')}
          align="end"
          className="tall"
          trigger={
            <Button tone="ghost" size="sm" aria-label={`${t('sort')}: ${shown}`}>
              <span className="ell">{shown}</span>
              <Icon of={ChevronDown} size={12} />
            </Button>
          }
        >
          {choices.map(({ value, label }) => (
            <MenuItem key={value} checked={value === sort} onSelect={() => change({ sort: value === (treeSort ?? usualSort(view)) ? undefined : value })}>
              {label}
            </MenuItem>
          ))}
        </Menu>
        {treeSort === undefined ? (
          <FilterMenu view={view} search={search} onChange={change} />
        ) : (
          <IconButton label={t('filter')} size="sm" className={search.where === undefined ? '' : 'on'} onClick={() => command('view-editor', { naming: false })}>
            <Icon of={FilterIcon} />
          </IconButton>
        )}
      </header>
      {treeSort === undefined && <Chips view={view} search={search} onChange={change} />}
    </>
  );
});

type Change = (next: { [K in keyof InboxSearch]?: InboxSearch[K] | undefined }) => void;

export function useSearchChange(view: View, search: InboxSearch): Change {
  const navigate = useNavigate();
  return (next) => {
    const merged = Object.fromEntries(Object.entries({ ...search, ...next }).filter(([, value]) => value !== undefined)) as InboxSearch;
    void navigate({ to: '/inbox/$view', params: { view }, search: merged });
  };
}

function FilterMenu({ view, search, onChange }: { view: View; search: InboxSearch; onChange: Change }) {
  const t = useStrings(inboxStrings);
  const labels = useLabels();
  const members = useMembers();
  const me = useMe();
  const active = (['label', 'assignee', 'state'] as const).some((key) => search[key] !== undefined);
  return (
    <Menu
      label={t('filterBy')}
      align="end"
      className="tall"
      trigger={
        <IconButton label={t('filter')} size="sm" className={active ? 'on' : ''}>
          <Icon of={FilterIcon} />
        </IconButton>
      }
    >
      {view !== 'snoozed' && view !== 'resolved' && (
        <>
          <MenuHeading>{t('state')}</MenuHeading>
          <MenuItem checked={search.state === undefined} onSelect={() => onChange({ state: undefined })}>{t('stateAny')}</MenuItem>
          {(['open', 'pending', 'snoozed', 'resolved'] as const).map((state) => (
            <MenuItem key={state} checked={search.state === state} onSelect={() => onChange({ state })}>{t(stateWords[state])}</MenuItem>
          ))}
        </>
      )}
      {labels.length > 0 && (
        <>
          <MenuSeparator />
          <MenuHeading>{t('label')}</MenuHeading>
          {labels.map((label) => (
            <MenuItem key={label.id} checked={search.label === label.id} onSelect={() => onChange({ label: search.label === label.id ? undefined : label.id })}>{label.name}</MenuItem>
          ))}
        </>
      )}
      {view !== 'mine' && view !== 'unassigned' && members.length > 1 && (
        <>
          <MenuSeparator />
          <MenuHeading>{t('person')}</MenuHeading>
          {members.filter((member) => member.active).map((member) => (
            <MenuItem key={member.id} checked={search.assignee === member.id} onSelect={() => onChange({ assignee: search.assignee === member.id ? undefined : member.id })}>
              {member.id === me.member.id ? `${member.name} (${t('you')})` : member.name}
            </MenuItem>
          ))}
        </>
      )}
      <MenuSeparator />
      <MenuItem icon={FilterIcon} onSelect={() => void setTimeout(() => command('view-editor', { naming: false }), 0)}>{t('filterAll')}</MenuItem>
    </Menu>
  );
}

/** What narrows the list, each with a way out. */
function Chips({ search, onChange }: { view: View; search: InboxSearch; onChange: Change }) {
  const t = useStrings(inboxStrings);
  const labels = useLabels();
  const members = useMembers();
  const shown: { key: keyof InboxSearch; text: string }[] = [];
  if (search.state !== undefined && search.state in stateWords) shown.push({ key: 'state', text: t(stateWords[search.state as keyof typeof stateWords]) });
  if (search.label !== undefined) shown.push({ key: 'label', text: labels.find(({ id }) => id === search.label)?.name ?? t('label') });
  if (search.assignee !== undefined) shown.push({ key: 'assignee', text: members.find(({ id }) => id === search.assignee)?.name ?? t('person') });
  if (search.q !== undefined) shown.push({ key: 'q', text: `„${search.q}”` });
  if (shown.length === 0) return null;
  return (
    <p className="narrowed">
      {shown.map(({ key, text }) => (
        <button type="button" key={key} className="chip" onClick={() => onChange({ [key]: undefined })} aria-label={t('removeFilter', { what: text })}>
          {text}
          <Icon of={X} size={12} />
        </button>
      ))}
    </p>
  );
}
