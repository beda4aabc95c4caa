import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide';
import { useState } from 'react';
import type { ChannelView } from '@kontuar/contract';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Button, CopyButton, Dialog, Dot, Icon, useToast } from '../../ui';
import { channelsStrings } from './channels.strings';
import { renewIdentitySecret } from './queries';
import { identifyLine } from './widget-snippet';

/** Whether the website vouches for its signed-in customers, and the secret with which it does. */
export function VisitorIdentity({ channel }: { channel: ChannelView }) {
  const t = useStrings(channelsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const isOn = channel.settings['identitySecret'] === true;
  const renew = useMutation({
    mutationFn: () => renewIdentitySecret(cache, channel.id),
    onError: (error) => toast({ text: t('notSaved', { reason: problemWords(error) }), tone: 'danger' }),
    onSettled: () => setAsking(false),
  });
  return (
    <section className="part" aria-labelledby="h-identity">
      <header>
        <h2 id="h-identity">{t('identityTitle')}</h2>
      </header>
      <div className="card con-f">
        <p className="chl-s" data-t={isOn ? 'ok' : undefined}>
          <Dot {...(isOn ? { tone: 'ok' as const } : {})} />
          {isOn ? t('identityOn') : t('identityOff')}
        </p>
        {renew.data ? (
          <div className="code-box" role="status">
            <code tabIndex={0}>{renew.data.secret}</code>
            <p className="help">{t('identityOnce')}</p>
            <code tabIndex={0}>{identifyLine}</code>
            <p className="help">{t('identityUse')}</p>
            <p className="code-a">
              <CopyButton text={renew.data.secret} label={t('copySecret')} />
            </p>
          </div>
        ) : (
          <div className="row-end">
            <Button busy={renew.isPending} onClick={() => (isOn ? setAsking(true) : renew.mutate())}>
              <Icon of={KeyRound} size={14} />
              {isOn ? t('identityRenew') : t('identityMake')}
            </Button>
          </div>
        )}
      </div>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t('identityRenewTitle')}
        description={t('identityRenewBody')}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
            <Button tone="danger" busy={renew.isPending} onClick={() => renew.mutate()}>
              {t('identityRenew')}
            </Button>
          </>
        }
      />
    </section>
  );
}
