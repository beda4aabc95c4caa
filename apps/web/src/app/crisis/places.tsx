import { Link } from '@tanstack/react-router';
import { OctagonPause, TrendingUp } from 'lucide';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { useCan } from '../me';
import { placesStrings } from './places.strings';

/** What belongs to listening and has a screen of its own: alerts, and crisis mode. */
export function ListeningPlaces() {
  const t = useStrings(placesStrings);
  const alerts = useCan('board.read');
  return (
    <ul className="hear-pl" aria-label={t('places')}>
      {alerts && <li><Link to="/spikes" className="hear-pk"><Icon of={TrendingUp} size={14} />{t('alerts')}</Link></li>}
      <li><Link to="/crisis" className="hear-pk"><Icon of={OctagonPause} size={14} />{t('crisis')}</Link></li>
    </ul>
  );
}
