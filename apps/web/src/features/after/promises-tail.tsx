import './after.css';
import { useQuery } from '@tanstack/react-query';
import { CalendarCheck, CalendarX } from 'lucide';
import { useState } from 'react';
import type { ConversationView, GivenPromise } from '@kontuar/contract';
import { useMembers } from '../../app/directory';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { changePromise, promisesQuery } from '../../app/promises/queries';
import { momentWords } from '../../app/times/moment-words';
import { useLocale, useStrings } from '../../i18n';
import { Icon, useNow, useToast } from '../../ui';
import { PromiseDialog } from './promise-dialog';
import { promiseStrings } from './promises.strings';
import { Suggested } from './suggested';

/** Last in the thread: what was promised here and is still owed, and what an answer of ours seems to promise. */
export function PromisesTail({ conversation }: { conversation: ConversationView }) {
  return <>{conversation.plan?.promise != null && <Owed conversationId={conversation.id} />}<Suggested conversationId={conversation.id} /></>;
}

function Owed({ conversationId }: { conversationId: string }) {
  const t = useStrings(promiseStrings);
  const { data = [] } = useQuery(promisesQuery(conversationId));
  const owed = data.filter(({ state }) => state === 'open' || state === 'broken').toReversed();
  if (owed.length === 0) return null;
  return <section className="pl" aria-label={t('openTitle')}>{owed.map((promise) => <Strip key={promise.id} of={promise} />)}</section>;
}

function Strip({ of }: { of: GivenPromise }) {
  const t = useStrings(promiseStrings);
  const locale = useLocale();
  const now = useNow();
  const toast = useToast();
  const members = useMembers();
  const may = useCan('conversation.reply');
  const [moving, setMoving] = useState(false);
  const act = async (state: 'kept' | 'withdrawn') => {
    try {
      const changed = await changePromise(of, { state });
      toast({ text: t(state === 'withdrawn' ? 'takenBack' : changed.late ? 'lateToast' : 'keptToast'), undo: () => void changePromise(changed, { state: 'open' }) });
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  const broken = of.state === 'broken';
  const time = momentWords(locale, new Date(of.dueAt), now);
  const owner = members.find(({ id }) => id === of.ownerId)?.name;
  return (
    <article className="pl-c" data-state={broken ? 'cancelled' : 'promise'}>
      <Icon of={broken ? CalendarX : CalendarCheck} />
      <div className="pl-m">
        <p className="pl-h"><b>{t(broken ? 'overdue' : 'due', { time })}</b> {owner !== undefined && <span className="tag">{owner}</span>}</p>
        <p className="pl-t" dir="auto">{of.text}</p>
        {of.answeredSince && !broken && <p className="mut">{t('answered')}</p>}
        {may && (
          <p className="pl-a">
            <button type="button" className="lnk" onClick={() => void act('kept')}>{t(broken ? 'done' : 'kept')}</button>
            {!broken && <button type="button" className="lnk" onClick={() => setMoving(true)}>{t('move')}</button>}
            {!broken && <button type="button" className="lnk" onClick={() => void act('withdrawn')}>{t('takeBack')}</button>}
          </p>
        )}
      </div>
      {moving && <PromiseDialog ids={[of.conversationId]} moving={of} onClose={() => setMoving(false)} />}
    </article>
  );
}
