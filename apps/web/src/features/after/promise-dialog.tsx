import './after.css';
import { useEffect, useId, useMemo, useState } from 'react';
import type { GivenPromise } from '@kontuar/contract';
import { problemWords } from '../../app/problem-words';
import { changePromise, givePromise } from '../../app/promises/queries';
import { momentWords } from '../../app/times/moment-words';
import { loadWhen, presets, type When } from '../../app/times/when';
import { useLocale, useStrings } from '../../i18n';
import { Button, Dialog, Field, focusInvalid, Select, TextInput, useToast } from '../../ui';
import { promiseStrings } from './promises.strings';

const reminders = [null, 15, 60, 1440] as const;

/** What, by when, and when to be reminded: typed as one says it. `moving`: only the time of one that is there. */
export function PromiseDialog({ ids, onClose, moving, begun }: { ids: readonly string[]; onClose: () => void; moving?: GivenPromise; begun?: { text: string; dueAt: Date; messageId: string } }) {
  const t = useStrings(promiseStrings);
  const locale = useLocale();
  const toast = useToast();
  const form = useId();
  const [now] = useState(() => new Date());
  const [text, setText] = useState(begun?.text ?? '');
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<Date | null>(begun?.dueAt ?? null);
  const [minutes, setMinutes] = useState<number | null>(60);
  const [when, setWhen] = useState<When | null>(null);
  const [tried, setTried] = useState(false);
  useEffect(() => {
    let here = true;
    void loadWhen(locale).then((loaded) => here && setWhen(loaded));
    return () => { here = false; };
  }, [locale]);
  const understood = useMemo(() => (typed.trim() === '' ? null : when?.read(typed, now) ?? null), [typed, when, now]);
  const dueAt = typed.trim() === '' ? chosen : understood;
  const often = presets(now).filter(({ id }) => id === 'later-today' || id === 'tomorrow' || id === 'monday' || id === 'three-days').map(({ at }) => at);
  const submit = async () => {
    setTried(true);
    if (dueAt === null || (moving === undefined && text.trim() === '')) return;
    onClose();
    const time = momentWords(locale, dueAt, new Date());
    try {
      if (moving !== undefined) {
        const moved = await changePromise(moving, { dueAt: dueAt.toISOString() });
        toast({ text: t('movedToast', { time }), undo: () => void changePromise(moved, { dueAt: moving.dueAt }) });
        return;
      }
      const given = await givePromise(ids[0] ?? '', { text: text.trim(), dueAt: dueAt.toISOString(), remindMinutesBefore: minutes, ...(begun === undefined ? {} : { messageId: begun.messageId }) });
      toast({ text: t('given', { time }), undo: () => void changePromise(given, { state: 'withdrawn' }) });
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  const many = ids.length > 1;
  return (
    <Dialog open onOpenChange={(stays) => { if (!stays) onClose(); }} title={t(moving === undefined ? 'title' : 'moveTitle')} footer={<Button tone="primary" type="submit" form={form} disabled={many}>{t(moving === undefined ? 'promise' : 'save')}</Button>}>
      <form id={form} className="form-d" noValidate onSubmit={(event) => { event.preventDefault(); if (!many) void submit(); focusInvalid(event.currentTarget); }}>
        {many && <p role="alert">{t('one')}</p>}
        {moving === undefined && <Field label={t('what')} error={tried && text.trim() === '' ? t('missing') : undefined}><TextInput autoFocus maxLength={300} placeholder={t('whatHint')} value={text} onChange={(event) => setText(event.target.value)} /></Field>}
        <Field label={t('when')} help={dueAt === null ? t('whenHint') : t('until', { time: momentWords(locale, dueAt, now) })} error={tried && dueAt === null ? t('notUnderstood') : undefined}>
          <TextInput autoFocus={moving !== undefined} maxLength={80} value={typed} onChange={(event) => { setTyped(event.target.value); setChosen(null); }} />
        </Field>
        <p className="aft-w">{often.map((at) => <Button key={at.getTime()} size="sm" onClick={() => { setTyped(''); setChosen(at); }}>{momentWords(locale, at, now)}</Button>)}</p>
        {moving === undefined && <Field label={t('remind')}><Select value={String(minutes)} options={reminders.map((each) => ({ value: String(each), label: t(each === null ? 'remindNone' : `remind${each}`) }))} onValueChange={(value) => setMinutes(value === 'null' ? null : Number(value))} /></Field>}
      </form>
    </Dialog>
  );
}
