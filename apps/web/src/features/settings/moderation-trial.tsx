import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ModerationException, ModerationRule, ModerationSample, ModerationTrial, ModerationTrialInput } from '@kontuar/contract';
import { request } from '../../app/client';
import { formatLongDay, formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, Tag, useToast } from '../../ui';
import { Why } from './moderation-why';
import { moderationStrings } from '../../app/moderation/moderation.strings';
import { useFailed } from './parts';

export interface TrialBoxProps {
  rule: ModerationRule | undefined;
  input: Omit<ModerationTrialInput, 'ruleId'>;
  isReady: boolean;
  onExcepted: (rule: ModerationRule) => void;
}

/** What the rule, as it stands in the form, would have hit; false hits are marked, and exceptions made, from what is seen. */
export function ModerationTrialBox({ rule, input, isReady, onExcepted }: TrialBoxProps) {
  const t = useStrings(moderationStrings);
  const failed = useFailed();
  const locale = useLocale();
  const trial = useMutation({ mutationFn: () => request<ModerationTrial>('POST', '/moderation/rules/trial', { ...input, ...(rule === undefined ? {} : { ruleId: rule.id }) }), onError: failed });
  const { data } = trial;
  return (
    <div className="mod-t">
      <p><Button size="sm" disabled={!isReady} busy={trial.isPending} onClick={() => trial.mutate()}>{t('tryIt')}</Button></p>
      <div role="status">
        {trial.isPending && <p className="help">{t('trying')}</p>}
        {data !== undefined && <>
          <p><b>{t('found', { count: data.hits })}</b> {t('ofComments', { looked: formatNumber(locale, data.looked), authors: formatNumber(locale, data.authors) })} {data.looked < data.comments && t('partly', { looked: formatNumber(locale, data.looked), comments: formatNumber(locale, data.comments) })}</p>
          {data.falseHits > 0 && <p>{t('falseNow', { count: data.falseHits })}</p>}
          {data.spared > 0 && <p>{t('spared', { count: data.spared })}</p>}
          {data.hits === 0 && <p className="help">{t('none')}</p>}
        </>}
      </div>
      {data !== undefined && data.perDay.length > 1 && <Days of={data.perDay} />}
      {data !== undefined && data.hits > 0 && rule === undefined && <p className="help">{t('saveFirst')}</p>}
      {data !== undefined && data.samples.length > 0 && <ul className="mod-h">{data.samples.map((sample) => <Sample key={sample.message.id} of={sample} rule={rule} onExcepted={onExcepted} />)}</ul>}
    </div>
  );
}

function Days({ of }: { of: ModerationTrial['perDay'] }) {
  const t = useStrings(moderationStrings);
  const locale = useLocale();
  const most = Math.max(...of.map(({ hits }) => hits));
  return <ol className="mod-d" aria-label={t('perDay')}>{of.map(({ day, hits }) => <li key={day} title={`${formatLongDay(locale, new Date(day))}: ${hits}`}><span style={{ blockSize: `${Math.max(6, Math.round((hits / most) * 100))}%` }} /><span className="vh">{formatLongDay(locale, new Date(day))}: {hits}</span></li>)}</ol>;
}

function Sample({ of: { message, reasons, falseHit }, rule, onExcepted }: { of: ModerationSample; rule: ModerationRule | undefined; onExcepted: (rule: ModerationRule) => void }) {
  const t = useStrings(moderationStrings);
  const toast = useToast();
  const failed = useFailed();
  const [isFalse, setFalse] = useState(falseHit);
  const mark = useMutation({ mutationFn: (next: boolean) => request('PUT', `/moderation/rules/${rule?.id ?? ''}/marks`, { messageId: message.id, falseHit: next }), onSuccess: (_, next) => setFalse(next), onError: failed });
  const except = useMutation({
    mutationFn: (exception: ModerationException) => request<ModerationRule>('POST', `/moderation/rules/${rule?.id ?? ''}/exceptions`, exception),
    onSuccess: (changed) => {
      onExcepted(changed);
      const undo = () => back.mutate({ exceptions: rule?.exceptions ?? changed.exceptions, version: changed.version });
      toast({ text: t('excepted'), undo });
    },
    onError: failed,
  });
  const back = useMutation({ mutationFn: (body: Pick<ModerationRule, 'exceptions' | 'version'>) => request<ModerationRule>('PATCH', `/moderation/rules/${rule?.id ?? ''}`, body), onSuccess: onExcepted, onError: failed });
  const { authorId, postId } = message;
  return (
    <li>
      <p><b>{message.authorName === '' ? t('unnamed') : message.authorName}</b> {isFalse && <Tag tone="waiting">{t('falseTag')}</Tag>}</p>
      <p dir="auto" className="mod-q">{message.text}</p>
      <Why reasons={reasons} />
      {rule !== undefined && (
        <p className="mod-a">
          <Button size="sm" onClick={() => mark.mutate(!isFalse)}>{t(isFalse ? 'notFalse' : 'isFalse')}</Button>
          {authorId !== null && <Button size="sm" tone="ghost" onClick={() => except.mutate({ kind: 'author', value: authorId })}>{t('exceptAuthor')}</Button>}
          {postId !== null && <Button size="sm" tone="ghost" onClick={() => except.mutate({ kind: 'post', value: postId })}>{t('exceptPost')}</Button>}
        </p>
      )}
    </li>
  );
}
