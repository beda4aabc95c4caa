import { Fragment, h } from 'preact';
import { useState } from 'preact/hooks';
import { clockOrDay, duration } from '../words';
import type { ViewProps } from './view';
import { Icon } from './icon';
import { lazy } from './lazily';
import { moreIcons } from './more-icons';

const EmailForm = lazy(async () => (await import('./email-form')).EmailForm).View;

/** What somebody who waits wants to know: the place, the minutes, why it is slow, and how to leave without losing the answer. */
export function Waiting({ chat }: ViewProps) {
  const { state } = chat;
  const { config, conversation, locale } = state;
  const { w } = state;
  const [asking, setAsking] = useState(false);
  if (!config) return null;
  const place = conversation?.place ?? null;
  const estimate = conversation?.estimateSeconds ?? null;
  const usual = config.usualAnswerSeconds;
  const slow = usual !== null && estimate !== null && estimate > usual * 1.5;
  const whatsapp = config.ways.find((way) => way.kind === 'whatsapp');
  const canEmail = config.email && !conversation?.emailConsent;
  // In a conversation that runs, the card would only stand in the way.
  if (config.open && (conversation?.agent ? place === null : place === null && estimate === null && !canEmail)) return null;
  return (
    <div class="q">
      {config.open
        ? <>
            <p class="q-n"><b>{place === null ? w.waiting : w.place(place)}</b>{estimate !== null && <span>{w.about_(duration(estimate, locale, 'short'))}</span>}</p>
            {place !== null && <ol class="q-b" aria-hidden="true">{[0, 1, 2].map((step) => <li key={step} class={step < 3 - Math.min(place, 3) ? 'd' : step === 3 - Math.min(place, 3) ? 'n' : ''} />)}</ol>}
            <p>{slow ? w.slow(duration(usual, locale)) : w.normal}</p>
          </>
        : <><p class="q-n"><b>{config.changesAt ? w.closedUntil(clockOrDay(config.changesAt, locale)) : w.closedNow}</b></p><p>{canEmail ? w.closedHintEmail : w.normal}</p></>}
      {conversation?.emailConsent && <p class="q-ok"><Icon name="check" small /> {w.emailNoted}</p>}
      {!asking && (canEmail || whatsapp) && (
        <p class="q-a"><span>{w.answerBy}</span>
          {canEmail && <button type="button" class="btn" onClick={() => setAsking(true)}><Icon path={moreIcons.mail} small />{w.byEmail}</button>}
          {whatsapp && <a class="btn" href={whatsapp.url} target="_blank" rel="noopener noreferrer"><span class="ch sm" data-ch="whatsapp"><Icon path={moreIcons.whatsapp} /></span>WhatsApp</a>}
        </p>
      )}
      {asking && canEmail && <EmailForm chat={chat} done={() => setAsking(false)} />}
    </div>
  );
}
