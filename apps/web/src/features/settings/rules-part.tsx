import { queryOptions, useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, History, ListChecks, Pencil, Plus, Power, Trash2 } from 'lucide';
import type { Rule, RuleInput, RuleList } from '@kontuar/contract';
import { request } from '../../app/client';
import { useTeams } from '../../app/directory';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { ruleWords } from '../../app/rules/rule-words';
import { ruleStrings } from '../../app/rules/rules.strings';
import { sentenceOf } from '../../app/views/sentence';
import { useSpeaker } from '../../app/views/speaker';
import { useStrings } from '../../i18n';
import { Button, EmptyState, Icon, IconButton, Tag } from '../../ui';
import { Loaded, PartHead, useDialog } from './parts';
import { Grip, useCarry } from './carry';
import { useOrdered } from './use-ordered';
import { slaQuery } from './promises-part';
import { RuleForm } from './rule-form';
import { RuleLog, RuleVersionList } from './rule-log';
import { fromTemplate, templates } from './rule-templates';
import { writeSpan } from './spans';

const rulesQuery = queryOptions({ queryKey: queryKeys.rules, queryFn: ({ signal }) => request<RuleList>('GET', '/rules', undefined, { signal }) });
const fresh: RuleInput = { name: '', active: false, when: [{ on: 'message-in', words: [] }], if: { by: 'all', of: [] }, during: null, then: [{ do: 'priority', priority: 'high' }] };
const inputOf = ({ name, active, definition }: Rule): RuleInput => ({ ...definition, name, active });

/** What the house does by itself, in the order in which it is asked. */
export function RulesPart() {
  const t = useStrings(ruleStrings);
  const query = useQuery(rulesQuery);
  const calendars = useQuery(slaQuery).data?.calendars ?? [];
  const teams = useTeams().filter(({ kind }) => kind !== 'group');
  const manages = useCan('rules.manage');
  const [editing, edit, close] = useDialog<{ rule: Rule | undefined; begin: RuleInput }>();
  const [read, open, shut] = useDialog<{ rule: Rule; what: 'log' | 'versions' }>();
  const add = manages && <Button tone="primary" onClick={() => edit({ rule: undefined, begin: fresh })}><Icon of={Plus} size={14} />{t('add')}</Button>;
  const { data } = query;
  return (
    <>
      <PartHead title={t('title')} lead={t('lead')} action={data !== undefined && data.items.length > 0 && add} />
      <Loaded query={query}>
        {data?.items.length === 0 && <EmptyState art="list" title={t('empty')} action={add}>{t('emptyBody')}</EmptyState>}
        {data !== undefined && data.items.length > 0 && <Items items={data.items} manages={manages} onEdit={(rule) => edit({ rule, begin: inputOf(rule) })} onRead={(rule, what) => open({ rule, what })} />}
        {data !== undefined && manages && (
          <section aria-label={t('template')}>
            <p className="lab">{t('template')}</p>
            <p className="rul-t">{templates.map((template) => <Button key={template} size="sm" onClick={() => edit({ rule: undefined, begin: fromTemplate(template, t, { calendarId: calendars[0]?.id, teamId: teams[0]?.id }) })}>{t(`template-${template}`)}</Button>)}</p>
          </section>
        )}
      </Loaded>
      {editing && <RuleForm rule={editing.rule} begin={editing.begin} calendars={calendars} close={close} />}
      {read?.what === 'log' && <RuleLog rule={read.rule} close={shut} />}
      {read?.what === 'versions' && <RuleVersionList rule={read.rule} close={shut} />}
    </>
  );
}

interface ItemsProps { items: readonly Rule[]; manages: boolean; onEdit: (rule: Rule) => void; onRead: (rule: Rule, what: 'log' | 'versions') => void }

function Items({ items, manages, onEdit, onRead }: ItemsProps) {
  const t = useStrings(ruleStrings);
  const speaker = useSpeaker();
  const { act, put, remove } = useOrdered(items, '/rules', queryKeys.rules);
  const { list, gripOf, entryOf } = useCarry(put);
  return (
    <ol className="card lst" ref={list}>
      {items.map((rule, at) => (
        <li key={rule.id} {...entryOf(at, items.length)}>
          <div className="lst-r">
            {manages && items.length > 1 && <Grip {...gripOf(at)} />}
            <span className="lst-t"><b>{rule.name}</b><span>{ruleWords(t, rule.definition, sentenceOf(rule.definition.if, speaker), writeSpan)}</span><span>{t('fired', { count: rule.fired })}</span></span>
            {rule.stopped > 0 && <Tag tone="waiting">{t('stopped')}</Tag>}
            {rule.failed > 0 && <Tag tone="danger">{t('failed')}</Tag>}
            {!rule.active && <Tag>{t('off')}</Tag>}
            <IconButton size="sm" label={`${t('log')}: ${rule.name}`} onClick={() => onRead(rule, 'log')}><Icon of={ListChecks} size={14} /></IconButton>
            <IconButton size="sm" label={`${t('versions')}: ${rule.name}`} onClick={() => onRead(rule, 'versions')}><Icon of={History} size={14} /></IconButton>
            {manages && (
              <>
                <IconButton size="sm" label={`${t(rule.active ? 'turnOff' : 'turnOn')}: ${rule.name}`} onClick={() => act.mutate(() => request('PATCH', `/rules/${rule.id}`, { active: !rule.active }))}><Icon of={Power} size={14} /></IconButton>
                <IconButton size="sm" label={`${t('up')}: ${rule.name}`} disabled={at === 0} onClick={() => put(at, at - 1)}><Icon of={ArrowUp} size={14} /></IconButton>
                <IconButton size="sm" label={`${t('down')}: ${rule.name}`} disabled={at === items.length - 1} onClick={() => put(at, at + 1)}><Icon of={ArrowDown} size={14} /></IconButton>
                <IconButton size="sm" label={`${t('edit')}: ${rule.name}`} onClick={() => onEdit(rule)}><Icon of={Pencil} size={14} /></IconButton>
                <IconButton size="sm" label={`${t('remove')}: ${rule.name}`} onClick={() => remove(rule, inputOf(rule), t('removed', { name: rule.name }))}><Icon of={Trash2} size={14} /></IconButton>
              </>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
