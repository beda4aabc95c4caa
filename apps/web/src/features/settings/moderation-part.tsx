import './moderation.css';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide';
import type { ModerationRule, ModerationRules } from '@kontuar/contract';
import { request } from '../../app/client';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, EmptyState, Icon, IconButton, Tag } from '../../ui';
import { asInput, ModerationForm } from './moderation-form';
import { ModerationHitList } from './moderation-hits';
import { useConditionWords } from '../../app/moderation/use-condition-words';
import { moderationStrings } from '../../app/moderation/moderation.strings';
import { Loaded, PartHead, useDialog } from './parts';
import { Grip, useCarry } from './carry';
import { useOrdered } from './use-ordered';

export const moderationQuery = queryOptions({ queryKey: queryKeys.moderationRules, queryFn: ({ signal }) => request<ModerationRules>('GET', '/moderation/rules', undefined, { signal }) });

/** Rules about public comments in their order, and below them what they hit. */
export function ModerationPart() {
  const t = useStrings(moderationStrings);
  const query = useQuery({ ...moderationQuery, refetchInterval: ({ state }) => ((state.data?.waiting ?? 0) > 0 ? 2000 : false) });
  const manages = useCan('moderation.manage');
  const [editing, edit, close] = useDialog<{ rule: ModerationRule | undefined }>();
  const add = manages && <Button tone="primary" onClick={() => edit({ rule: undefined })}><Icon of={Plus} size={14} />{t('add')}</Button>;
  const { data } = query;
  return (
    <>
      <PartHead title={t('title')} lead={t('lead')} action={data !== undefined && data.items.length > 0 && add} />
      <Loaded query={query}>
        {data?.items.length === 0 && <EmptyState art="list" title={t('empty')} action={add}>{t('emptyBody')}</EmptyState>}
        {data !== undefined && data.items.length > 0 && <RuleList rules={data.items} manages={manages} onEdit={(rule) => edit({ rule })} />}
        {data !== undefined && data.waiting > 0 && <p className="help" role="status">{t('waiting', { count: data.waiting })}</p>}
        {data !== undefined && <ModerationHitList rules={data.items} />}
      </Loaded>
      {editing && <ModerationForm key={editing.rule?.id ?? 'new'} rule={editing.rule} close={close} />}
    </>
  );
}

function RuleList({ rules, manages, onEdit }: { rules: readonly ModerationRule[]; manages: boolean; onEdit: (rule: ModerationRule) => void }) {
  const t = useStrings(moderationStrings);
  const { put, remove } = useOrdered(rules, '/moderation/rules', queryKeys.moderation);
  const { list, gripOf, entryOf } = useCarry(put);
  const conditionWords = useConditionWords();
  const says = ({ tally, match, conditions, actions }: ModerationRule): string => [
    `${conditions.map(conditionWords).join(t(match === 'all' ? 'allOf' : 'anyOf'))} → ${actions.map((action) => t(action.do)).join(', ')}`, t('hits', { count: tally.hits }),
    ...(tally.waiting > 0 ? [t('asked', { count: tally.waiting })] : []), ...(tally.restored > 0 ? [t('restoredCount', { count: tally.restored })] : []), ...(tally.falseHits > 0 ? [t('falseHits', { count: tally.falseHits })] : []),
  ].join(' · ');
  return (
    <ol className="card lst mod-r" ref={list}>
      {rules.map((rule, at) => (
        <li key={rule.id} {...entryOf(at, rules.length)}>
          <div className="lst-r">
            {rules.length > 1 && <Grip {...gripOf(at)} />}
            <span className="lst-t"><b>{rule.name}</b><span>{says(rule)}</span></span>
            <Tag {...(rule.stage === 'suggest' ? { tone: 'waiting' as const } : {})}>{t(rule.stage)}</Tag>
            {!rule.active && <Tag>{t('off')}</Tag>}
            {manages && (
              <>
                <IconButton size="sm" label={`${t('up')}: ${rule.name}`} disabled={at === 0} onClick={() => put(at, at - 1)}><Icon of={ArrowUp} size={14} /></IconButton>
                <IconButton size="sm" label={`${t('down')}: ${rule.name}`} disabled={at === rules.length - 1} onClick={() => put(at, at + 1)}><Icon of={ArrowDown} size={14} /></IconButton>
                <IconButton size="sm" label={`${t('edit')}: ${rule.name}`} onClick={() => onEdit(rule)}><Icon of={Pencil} size={14} /></IconButton>
                <IconButton size="sm" label={`${t('remove')}: ${rule.name}`} onClick={() => remove(rule, asInput(rule), t('removed', { name: rule.name }))}><Icon of={Trash2} size={14} /></IconButton>
              </>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
