import { useState } from 'react';
import type { PlannedView } from '@kontuar/contract';
import type { Said } from '../../app/letter/area';
import { LetterField } from '../../app/letter/letter-field';
import { plannedStrings } from '../../app/planned/planned.strings';
import { approvePlanned, isSent, returnPlanned, takeBackMessage } from '../../app/planned/queries';
import { momentWords } from '../../app/times/moment-words';
import { problemWords } from '../../app/problem-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, useToast } from '../../ui';
import { Changes } from './changes';

/** Where somebody else's answer is read, changed, let go or given back. */
export function ApproveBox({ planned }: { planned: PlannedView }) {
  const t = useStrings(plannedStrings);
  const locale = useLocale();
  const toast = useToast();
  const [said, setSaid] = useState<Said | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const edited = said !== null && (said.text.trim() !== planned.text || said.html !== planned.html);
  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    } finally {
      setBusy(false);
    }
  };
  const approve = () => act(async () => {
    const answer = await approvePlanned(planned, { ...(edited ? { text: said.text.trim(), html: said.html } : {}), ...(planned.stale ? { stale: true } : {}) });
    if (!isSent(answer)) return void toast({ text: t('approvedLater', { time: planned.sendAt === null ? '' : momentWords(locale, new Date(planned.sendAt), new Date()) }) });
    const leavesAt = answer.message.sendAt === null ? 0 : Date.parse(answer.message.sendAt) - Date.now();
    toast({ text: t('approved'), undo: () => void act(async () => void (await takeBackMessage(answer.message.id))), ...(leavesAt > 0 ? { durationMs: leavesAt } : {}) });
  });
  const giveBack = () => act(async () => {
    await returnPlanned(planned, (note ?? '').trim());
    toast({ text: t('returnedToast', { name: planned.author.name }) });
  });
  return (
    <div className="pl-e">
      {said === null
        ? <Changes revisions={planned.revisions} text={planned.text} />
        : planned.html !== null
          ? <LetterField label={t('textLabel')} lang="" said={said} pictures={planned.attachments} onChange={setSaid} />
          : <textarea className="inp" aria-label={t('textLabel')} autoFocus rows={Math.min(12, Math.max(3, said.text.split('\n').length + 1))} value={said.text} onChange={(event) => setSaid({ text: event.target.value, html: null })} />}
      {note !== null && <textarea className="inp" aria-label={t('returnNote')} placeholder={t('returnNote')} autoFocus rows={2} value={note} onChange={(event) => setNote(event.target.value)} />}
      <p className="pl-a">
        {note === null
          ? <>
              <Button size="sm" tone="primary" busy={busy} onClick={() => void approve()}>{t(edited ? 'approveEdited' : planned.stale ? 'approveStale' : 'approve')}</Button>
              {said === null && planned.template === null && <Button size="sm" onClick={() => setSaid({ text: planned.text, html: planned.html })}>{t('edit')}</Button>}
              <Button size="sm" tone="ghost" onClick={() => setNote('')}>{t('giveBack')}</Button>
            </>
          : <>
              <Button size="sm" tone="primary" busy={busy} disabled={note.trim() === ''} onClick={() => void giveBack()}>{t('returnSend')}</Button>
              <Button size="sm" tone="ghost" onClick={() => setNote(null)}>{t('keep')}</Button>
            </>}
      </p>
    </div>
  );
}
