import './held.css';
import { OctagonPause } from 'lucide';
import type { CrisisHeld } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { heldStrings } from './held.strings';

/** Why something does not leave at its time. */
export function HeldLine({ held }: { held: CrisisHeld }) {
  const t = useStrings(heldStrings);
  return <p className="held-l"><Icon of={OctagonPause} size={14} /><span>{t(held.isOn ? 'held' : 'undecided', { reason: held.reason })}</span></p>;
}
