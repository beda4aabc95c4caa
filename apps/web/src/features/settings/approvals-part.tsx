import './approvals-part.css';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, ShieldCheck, X } from 'lucide';
import { useState } from 'react';
import type { ApprovalRule, ApprovalRuleInput } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery, membersQuery } from '../../app/directory';
import { useCan } from '../../app/me';
import { useStrings } from '../../i18n';
import { Avatar, Button, ChannelMark, Check, Field, Icon, IconButton, Select, TextInput, useToast } from '../../ui';
import { approvalStrings } from './approvals.strings';
import { ListPart } from './list-part';
import { FormDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

const rulesKey = ['approval-rules'] as const;
const rulesQuery = queryOptions({ queryKey: rulesKey, queryFn: ({ signal }) => request<{ items: ApprovalRule[] }>('GET', '/approval-rules', undefined, { signal }).then(({ items }) => items) });

export function ApprovalsPart() {
  const t = useStrings(approvalStrings);
  const rules = useQuery(rulesQuery);
  const about = (rule: ApprovalRule): string => [
    rule.active ? null : t('off'),
    rule.memberIds.length === 0 && rule.roles.length === 0 && rule.authorTeamIds.length === 0 ? t('everybody') : null,
    rule.memberIds.length > 0 ? t('persons', { count: rule.memberIds.length }) : null, rule.roles.length > 0 ? t('agents') : null,
    rule.visibility === 'public' ? t('public') : null, rule.channelIds.length > 0 ? t('onChannels', { count: rule.channelIds.length }) : null,
  ].filter((part) => part !== null).join(', ');
  return (
    <ListPart
      query={rules}
      words={{ title: t('title'), lead: t('lead'), add: t('add'), empty: t('empty'), emptyBody: t('emptyBody') }}
      manages={useCan('approval.manage')}
      nameOf={({ name }) => name}
      searched={({ name }) => name}
      row={{ mark: () => <Icon of={ShieldCheck} />, detail: about }}
      removal={{ path: ({ id }) => `/approval-rules/${id}`, keys: [rulesKey], ask: ({ name }) => ({ title: t('removeTitle', { name }), body: t('removeBody') }) }}
      form={(rule, close) => <RuleForm rule={rule} close={close} />}
    />
  );
}

const toggled = (list: readonly string[], id: string, on: boolean): string[] => (on ? [...list, id] : list.filter((one) => one !== id));

function RuleForm({ rule, close }: { rule: ApprovalRule | undefined; close: () => void }) {
  const t = useStrings(approvalStrings);
  const s = useStrings(settingsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const members = (useQuery(membersQuery).data ?? []).filter(({ active }) => active);
  const channels = useQuery(channelsQuery).data ?? [];
  const [now, setNow] = useState<ApprovalRuleInput>(rule ?? { name: '', active: true, roles: [], memberIds: [], authorTeamIds: [], channelIds: [], teamIds: [], visibility: null, approverIds: [], teamLeads: true, fallbacks: [] });
  const [tried, setTried] = useState(false);
  const change = (more: Partial<ApprovalRuleInput>) => setNow((before) => ({ ...before, ...more }));
  const save = useMutation({
    mutationFn: () => request(rule ? 'PATCH' : 'POST', rule ? `/approval-rules/${rule.id}` : '/approval-rules', { ...now, name: now.name.trim() }),
    onSuccess: async () => {
      close();
      toast({ text: s('saved') });
      await cache.invalidateQueries({ queryKey: rulesKey });
    },
    onError: failed,
  });
  const submit = () => {
    setTried(true);
    if (now.name.trim() !== '') save.mutate();
  };
  const people = (chosen: readonly string[], on: (list: string[]) => void) => (
    <div className="pick-l">
      {members.filter(({ role }) => role !== 'brand_analyst').map((member) => (
        <Check key={member.id} checked={chosen.includes(member.id)} onCheckedChange={(checked) => on(toggled(chosen, member.id, checked))}>
          <span className="pick-p"><Avatar name={member.name} src={member.avatarUrl} size="xs" /> {member.name}</span>
        </Check>
      ))}
    </div>
  );
  return (
    <FormDialog title={rule?.name ?? t('add')} submit={s('save')} busy={save.isPending} close={close} onSubmit={submit}>
      <Field label={s('name')} error={tried && now.name.trim() === '' ? s('nameMissing') : undefined}>
        <TextInput maxLength={200} autoFocus value={now.name} onChange={(event) => change({ name: event.target.value })} />
      </Field>
      <Check checked={now.active} onCheckedChange={(active) => change({ active })}>{t('active')}</Check>
      <fieldset className="plain">
        <legend className="lab">{t('who')}</legend>
        <p className="help">{t('whoHelp')}</p>
        <Check checked={now.roles.includes('agent')} onCheckedChange={(on) => change({ roles: on ? ['agent'] : [] })}>{t('roleAgents')}</Check>
        {people(now.memberIds, (memberIds) => change({ memberIds }))}
      </fieldset>
      <Field label={t('where')}>
        <Select value={now.visibility ?? ''} onValueChange={(value) => change({ visibility: value === 'public' || value === 'private' ? value : null })} options={[{ value: '', label: t('everywhere') }, { value: 'public', label: t('publicOnly') }, { value: 'private', label: t('privateOnly') }]} />
      </Field>
      <fieldset className="plain">
        <legend className="lab">{t('channels')}</legend>
        <p className="help">{t('channelsHelp')}</p>
        <div className="pick-l">
          {channels.map((channel) => (
            <Check key={channel.id} checked={now.channelIds.includes(channel.id)} onCheckedChange={(on) => change({ channelIds: toggled(now.channelIds, channel.id, on) })}>
              <span className="pick-p"><ChannelMark connector={channel.connectorId} decorative /> {channel.name}</span>
            </Check>
          ))}
        </div>
      </fieldset>
      <fieldset className="plain">
        <legend className="lab">{t('approvers')}</legend>
        <p className="help">{t('approversHelp')}</p>
        <Check checked={now.teamLeads} onCheckedChange={(teamLeads) => change({ teamLeads })}>{t('leads')}</Check>
        {people(now.approverIds, (approverIds) => change({ approverIds }))}
      </fieldset>
      <fieldset className="plain">
        <legend className="lab">{t('fallbacks')}</legend>
        {now.fallbacks.map((fallback, index) => {
          const put = (more: Partial<typeof fallback>) => change({ fallbacks: now.fallbacks.map((one, at) => (at === index ? { ...one, ...more } : one)) });
          return (
            <p className="ap-fb" key={index}>
              <TextInput type="number" min={1} max={10_080} aria-label={t('fallbackAfter')} value={fallback.afterMinutes} onChange={(event) => put({ afterMinutes: Math.min(10_080, Math.max(1, Math.round(Number(event.target.value)) || 1)) })} />
              <span>min, {t('fallbackWho')}</span>
              <Select aria-label={t('fallbackWho')} value={fallback.memberId} onValueChange={(memberId) => put({ memberId })} options={members.map(({ id, name }) => ({ value: id, label: name }))} />
              <IconButton size="sm" label={t('removeFallback')} onClick={() => change({ fallbacks: now.fallbacks.filter((_, at) => at !== index) })}><Icon of={X} /></IconButton>
            </p>
          );
        })}
        {now.fallbacks.length < 10 && members[0] !== undefined && <Button size="sm" tone="ghost" onClick={() => change({ fallbacks: [...now.fallbacks, { afterMinutes: 30, memberId: members[0]?.id ?? '' }] })}><Icon of={Plus} size={14} />{t('addFallback')}</Button>}
      </fieldset>
    </FormDialog>
  );
}
