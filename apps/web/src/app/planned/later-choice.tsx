import './later-choice.css';
import { useQuery } from '@tanstack/react-query';
import { Globe2, TriangleAlert } from 'lucide';
import { useEffect, useState } from 'react';
import { formatList, useLocale, useStrings } from '../../i18n';
import { Button, Combobox, Icon, useToast } from '../../ui';
import { useCan } from '../me';
import { problemWords } from '../problem-words';
import { cityOf, homeZone, isWorkTime, readThere, suggestionsThere } from '../times/zone';
import { loadWhen, type When } from '../times/when';
import { setZone, zoneQuery } from './queries';
import { plannedStrings } from './planned.strings';
import { bothClocks, evidenceKey, timeThere } from './times';

export interface LaterChoiceProps {
  contactId: string;
  /** Until when the channel takes an answer on this side; null: always. */
  closesAt: string | null;
  ifCustomerWrites: 'cancel' | 'send';
  onRule?: ((rule: 'cancel' | 'send') => void) | undefined;
  confirm: string;
  onChoose: (at: Date, timeZone: string) => void;
  /** Where the window lets templates through when it is closed. */
  onTemplate?: (() => void) | undefined;
}

/** When it shall leave, in words, on the clock of the customer; what was understood stands there before it is done. */
export function LaterChoice({ contactId, closesAt, ifCustomerWrites, onRule, confirm, onChoose, onTemplate }: LaterChoiceProps) {
  const t = useStrings(plannedStrings);
  const locale = useLocale();
  const { data: zone } = useQuery(zoneQuery(contactId));
  const [typed, setTyped] = useState('');
  const [when, setWhen] = useState<When | null>(null);
  const [now] = useState(() => new Date());
  const [refused, setRefused] = useState<Date | null>(null);
  useEffect(() => {
    let stay = true;
    void loadWhen(locale).then((loaded) => { if (stay) setWhen(loaded); });
    return () => { stay = false; };
  }, [locale]);
  const timeZone = zone?.timeZone ?? homeZone();
  const read = typed.trim() === '' || when === null ? null : readThere(when, typed, now, timeZone);
  const closes = closesAt === null ? null : new Date(closesAt);
  const tooLate = (at: Date) => closes !== null && at > closes;
  // A minute for the way to the platform.
  const latest = closes === null ? null : new Date(closes.getTime() - 60_000);
  const take = (at: Date | null) => {
    if (at === null) return;
    if (tooLate(at)) setRefused(at);
    else onChoose(at, timeZone);
  };
  const words = (at: Date) => {
    const { here, there } = bothClocks(locale, at, timeZone, now);
    return there === null ? here : `${t('there', { time: there, city: cityOf(timeZone) })} · ${t('hereTime', { time: here })}`;
  };
  const held = refused ?? (read !== null && tooLate(read) ? read : null);
  return (
    <div className="lc">
      <form onSubmit={(event) => { event.preventDefault(); take(read); }}>
        <input className="inp" type="text" autoFocus aria-label={t('laterTitle')} placeholder={t('laterPlaceholder')} value={typed} onChange={(event) => { setTyped(event.target.value); setRefused(null); }} />
        {typed.trim() !== '' && (
          <p className="lc-r" role="status">
            {read === null ? <span className="mut">{when === null ? '' : t('laterBad')}</span> : <><b>{words(read)}</b>{!isWorkTime(read, timeZone) && <span className="mut">{t('offHours')}</span>}{!tooLate(read) && <Button size="sm" tone="primary" type="submit">{confirm}</Button>}</>}
          </p>
        )}
      </form>
      {held !== null && closes !== null && (
        <div className="lc-w" role="alert">
          <Icon of={TriangleAlert} size={14} />
          <p>{t('closesFirst', { time: words(closes) })}</p>
          {latest !== null && latest > now && <Button size="sm" onClick={() => onChoose(latest, timeZone)}>{t('latest', { time: words(latest) })}</Button>}
          {onTemplate !== undefined && <Button size="sm" tone="ghost" onClick={onTemplate}>{t('useTemplate')}</Button>}
        </div>
      )}
      <ul>
        {suggestionsThere(now, timeZone).map(({ id, at }) => (
          <li key={id}><button type="button" data-late={tooLate(at) || undefined} onClick={() => take(at)}><span>{t(id)}</span><span className="mut">{words(at)}</span></button></li>
        ))}
      </ul>
      {onRule !== undefined && (
        <label className="lc-rule">
          <span>{t('ifWrites')}</span>
          <select className="inp" value={ifCustomerWrites} onChange={(event) => onRule(event.target.value === 'send' ? 'send' : 'cancel')}>
            <option value="cancel">{t('optCancel')}</option>
            <option value="send">{t('optSend')}</option>
          </select>
        </label>
      )}
      <ZoneLine contactId={contactId} timeZone={timeZone} now={now} />
    </div>
  );
}

/** Where we think that the customer is, why we think so, and the way to say better. */
function ZoneLine({ contactId, timeZone, now }: { contactId: string; timeZone: string; now: Date }) {
  const t = useStrings(plannedStrings);
  const locale = useLocale();
  const toast = useToast();
  const { data: zone } = useQuery(zoneQuery(contactId));
  const may = useCan('contact.edit');
  const [choosing, setChoosing] = useState(false);
  const choose = (name: string | null) => {
    setChoosing(false);
    setZone(contactId, name).catch((error: unknown) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }));
  };
  if (choosing) {
    const names = [...new Set([timeZone, homeZone(), ...Intl.supportedValuesOf('timeZone')])];
    return (
      <div className="lc-z">
        <Combobox label={t('zoneLabel')} options={names.map((name) => ({ value: name, label: cityOf(name), detail: `${name}, ${timeThere(locale, now, name)}` }))} value={timeZone} onValueChange={choose} />
        {zone?.evidence.some(({ kind }) => kind === 'hand') === true && <Button size="sm" tone="ghost" onClick={() => choose(null)}>{t('zoneGuess')}</Button>}
      </div>
    );
  }
  const evidence = formatList(locale, (zone?.evidence ?? []).map((one) => t(evidenceKey(one), { value: one.value })));
  return (
    <p className="lc-z mut">
      <Icon of={Globe2} size={14} />
      <span>
        <b>{t('clockOf', { city: cityOf(timeZone) })}</b>, {t('itIs', { time: timeThere(locale, now, timeZone) })}
        {evidence !== '' && <> · {t('because', { evidence })}{zone?.sure === false && ` (${t('notSure')})`}</>}
      </span>
      {may && <button type="button" className="lnk" onClick={() => setChoosing(true)}>{t('changeZone')}</button>}
    </p>
  );
}
