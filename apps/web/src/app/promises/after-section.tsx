import './after-section.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarCheck } from 'lucide';
import { useLocale, useStrings } from '../../i18n';
import { Icon, Tag, useNow } from '../../ui';
import { momentWords } from '../times/moment-words';
import { afterStrings } from './after.strings';
import { promisesOfPersonQuery, surveysOfPersonQuery } from './queries';

const SHOWN = 5;

/** Beside the person: what we promised them and whether it was kept, and what they said of us. */
export function AfterSection({ contactId }: { contactId: string }) {
  const t = useStrings(afterStrings);
  const locale = useLocale();
  const now = useNow();
  const { data: promises } = useQuery(promisesOfPersonQuery(contactId));
  const { data: surveys } = useQuery(surveysOfPersonQuery(contactId));
  if (promises === undefined || surveys === undefined || promises.items.length + surveys.items.length === 0) return null;
  const ended = promises.kept + promises.late + promises.broken;
  return (
    <section className="aft-s" aria-label={t('title')}>
      <h3><Icon of={CalendarCheck} size={14} />{t('title')}</h3>
      {ended > 0 && <p className="mut">{t('sums', { kept: String(promises.kept), late: String(promises.late), broken: String(promises.broken) })}</p>}
      <ul>
        {promises.items.slice(0, SHOWN).map((each) => (
          <li key={each.id}>
            <Link to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: each.conversationId }} preload={false} dir="auto">{each.text}</Link>
            <Tag {...(each.state === 'broken' ? { tone: 'danger' as const } : each.state === 'kept' && !each.late ? { tone: 'ok' as const } : {})}>{each.state === 'open' ? t('open', { time: momentWords(locale, new Date(each.dueAt), now) }) : t(each.state === 'kept' ? (each.late ? 'late' : 'kept') : 'broken')}</Tag>
          </li>
        ))}
        {surveys.items.map((each) => (
          <li key={each.id}>
            <Link to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: each.conversationId }} preload={false} dir="auto">{each.text === '' ? t(each.kind === 'fine' ? 'stillFine' : 'rated') : each.text}</Link>
            <Tag {...(each.good === true ? { tone: 'ok' as const } : (each.score ?? 5) <= 2 ? { tone: 'danger' as const } : {})}>{each.score === null ? t('words') : each.scale === 'yes-no' ? t(each.score >= 4 ? 'fine' : 'notFine') : t('score', { score: String(each.score) })}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}
