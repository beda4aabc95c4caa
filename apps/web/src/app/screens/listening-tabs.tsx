import './listening-tabs.css';
import { Link } from '@tanstack/react-router';
import { useStrings } from '../../i18n';
import { listeningTabsStrings } from './listening-tabs.strings';

/** The places of listening: what is said, and what it comes to. */
export function ListeningTabs() {
  const t = useStrings(listeningTabsStrings);
  return (
    <nav className="places" aria-label={t('places')}>
      <Link to="/listening" search={{}} activeOptions={{ exact: true, includeSearch: false }}>{t('stream')}</Link>
      <Link to="/listening/insight" search={{}} activeOptions={{ includeSearch: false }}>{t('insight')}</Link>
    </nav>
  );
}
