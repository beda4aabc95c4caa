import './banner.css';
import { Link } from '@tanstack/react-router';
import { OctagonPause } from 'lucide';
import { useCrisisNow } from '../../app/crisis/queries';
import { useCan } from '../../app/me';
import { useStrings } from '../../i18n';
import { Banner, Icon } from '../../ui';
import { bannerStrings } from './banner.strings';

/** For everybody while it is on; after it for whoever can say what becomes of what was held. */
export function CrisisBanner() {
  const t = useStrings(bannerStrings);
  const now = useCrisisNow();
  const leads = useCan('crisis.lead');
  const [open] = now?.undecided ?? [];
  const crisis = now?.current ?? null;
  if (crisis !== null) return <div className="crisis-b"><Banner tone="danger" icon={<Icon of={OctagonPause} />} action={<Link className="btn sm" to="/crisis/$crisisId" params={{ crisisId: crisis.id }}>{t('room')}</Link>}><b>{t('on')}</b> <span dir="auto">{crisis.reason}</span></Banner></div>;
  if (open === undefined || !leads) return null;
  return <div className="crisis-b"><Banner icon={<Icon of={OctagonPause} />} action={<Link className="btn sm" to="/crisis/$crisisId" params={{ crisisId: open.crisisId }}>{t('decide')}</Link>}>{t('undecided', { count: open.count })}</Banner></div>;
}
