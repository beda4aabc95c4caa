import { Link } from '@tanstack/react-router';
import { ListChecks, OctagonPause, TrendingUp } from 'lucide';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { useCan } from '../me';
import { placesStrings } from './places.strings';

/** What belongs to listening and has a screen of its own: alerts, crisis mode, and the rules about comments. */
export function ListeningPlaces({ rising }: { /** How many alerts go on. */ rising: number }) {
  const t = useStrings(placesStrings);
  const alerts = useCan('board.read');
  return (
    <ul className="hear-pl" aria-label={t('places')}>
      {alerts && <li><Link to="/spikes" className="hear-pk"><Icon of={TrendingUp} size={14} />{t('alerts')}{rising > 0 && <><span className="grow" /><b>{rising}</b></>}</Link></li>}
      <li><Link to="/crisis" className="hear-pk"><Icon of={OctagonPause} size={14} />{t('crisis')}</Link></li>
      <li><Link to="/settings/$part" params={{ part: 'moderation' }} className="hear-pk"><Icon of={ListChecks} size={14} />{t('rules')}</Link></li>
    </ul>
  );
}
