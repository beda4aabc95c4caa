import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide';
import { useState } from 'react';
import type { ApiToken, ApiTokenInput } from '@kontuar/contract';
import { request } from '../../app/client';
import { formatRelative, useLocale, useStrings } from '../../i18n';
import { Button, Check, CopyButton, Dialog, EmptyState, Field, Icon, Select, Tag, TextInput, useNow, useToast } from '../../ui';
import { ConfirmDialog, FormDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { settingsKeys, tokensQuery } from './queries';
import { settingsStrings } from './settings.strings';

const scopes = ['read', 'write', 'admin'] as const;
const scopeWords = { read: 'scopeRead', write: 'scopeWrite', admin: 'scopeAdmin' } as const;
const lifetimesDays = [30, 90, 365];

export function TokensPart() {
  const t = useStrings(settingsStrings);
  const locale = useLocale();
  const now = useNow();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const tokens = useQuery(tokensQuery);
  const [making, setMaking] = useState(false);
  const [revoking, ask, closeAsk] = useDialog<ApiToken>();
  const revoke = useMutation({
    mutationFn: (token: ApiToken) => request('DELETE', `/tokens/${token.id}`),
    onSuccess: async (_, token) => {
      closeAsk();
      toast({ text: t('removed', { name: token.name }) });
      await cache.invalidateQueries({ queryKey: settingsKeys.tokens });
    },
    onError: failed,
  });
  const add = (
    <Button tone="primary" onClick={() => setMaking(true)}>
      <Icon of={Plus} size={14} />
      {t('tokenNew')}
    </Button>
  );
  const when = (at: string) => formatRelative(locale, new Date(at), now);
  return (
    <>
      <PartHead title={t('tokens')} lead={t('tokensLead')} action={(tokens.data?.length ?? 0) > 0 && add} />
      <Loaded query={tokens}>
        {tokens.data?.length === 0 && (
          <EmptyState art="lock" title={t('tokensEmpty')} action={add}>
            {t('tokensEmptyBody')}
          </EmptyState>
        )}
        {tokens.data && tokens.data.length > 0 && (
          <ul className="card lst">
            {tokens.data.map((token) => (
              <li key={token.id}>
                <div className="lst-r">
                  <span className="lst-t">
                    <b>{token.name}</b>
                    <span>
                      {token.lastUsedAt === null ? t('tokenUnused') : t('tokenUsed', { when: when(token.lastUsedAt) })}
                      {token.expiresAt !== null && `, ${new Date(token.expiresAt) < now ? t('tokenEnded', { when: when(token.expiresAt) }) : t('tokenEnds', { when: when(token.expiresAt) })}`}
                    </span>
                  </span>
                  {token.scopes.map((scope) => (
                    <Tag key={scope}>{t(scopeWords[scope]).split(':')[0]}</Tag>
                  ))}
                  <Button size="sm" onClick={() => ask(token)}>
                    {t('tokenRevoke')}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {making && <TokenForm close={() => setMaking(false)} />}
      {revoking && (
        <ConfirmDialog title={t('tokenRevokeTitle', { name: revoking.name })} body={t('tokenRevokeBody')} act={t('tokenRevoke')} busy={revoke.isPending} close={closeAsk} confirm={() => revoke.mutate(revoking)} />
      )}
    </>
  );
}

function TokenForm({ close }: { close: () => void }) {
  const t = useStrings(settingsStrings);
  const cache = useQueryClient();
  const failed = useFailed();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<ApiTokenInput['scopes']>(['read']);
  const [days, setDays] = useState('');
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: () => {
      const input: ApiTokenInput = { name: name.trim(), scopes: chosen, ...(days === '' ? {} : { expiresAt: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }) };
      return request<ApiToken>('POST', '/tokens', input);
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: settingsKeys.tokens }),
    onError: failed,
  });
  if (make.data?.token !== undefined) {
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && close()}
        title={t('tokenReady', { name: make.data.name })}
        description={t('tokenReadyHelp')}
        footer={
          <Button tone="primary" onClick={close}>
            {t('done')}
          </Button>
        }
      >
        <div className="once">
          <code tabIndex={0}>{make.data.token}</code>
          <p className="acts">
            <CopyButton text={make.data.token} label={t('tokenCopy')} />
          </p>
        </div>
      </Dialog>
    );
  }
  const submit = () => {
    setTried(true);
    if (name.trim() !== '' && chosen.length > 0) make.mutate();
  };
  return (
    <FormDialog title={t('tokenNew')} submit={t('tokenNew')} busy={make.isPending} close={close} onSubmit={submit}>
      <Field label={t('name')} error={tried && name.trim() === '' ? t('nameMissing') : undefined}>
        <TextInput maxLength={200} autoFocus value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <fieldset className="plain">
        <legend className="lab">{t('tokenScopes')}</legend>
        {scopes.map((scope) => (
          <Check key={scope} checked={chosen.includes(scope)} onCheckedChange={(on) => setChosen(on ? [...chosen, scope] : chosen.filter((each) => each !== scope))}>
            {t(scopeWords[scope])}
          </Check>
        ))}
        {tried && chosen.length === 0 && <p className="field-bad">{t('scopeMissing')}</p>}
      </fieldset>
      <Field label={t('tokenExpiry')}>
        <Select value={days} onValueChange={setDays} options={[{ value: '', label: t('tokenForever') }, ...lifetimesDays.map((count) => ({ value: String(count), label: t('tokenDays', { count }) }))]} />
      </Field>
    </FormDialog>
  );
}
