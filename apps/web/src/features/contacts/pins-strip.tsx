import { useQuery } from '@tanstack/react-query';
import { Pin } from 'lucide';
import { command } from '../../app/commands';
import { pinsQuery } from '../../app/pins';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { pinStrings } from './pins.strings';
import './pins-strip.css';

/** In short above the answer: the first thing to keep in mind, and how many more there are; all of them stand in the panel. */
export function PinsStrip({ conversationId }: { conversationId: string }) {
  const t = useStrings(pinStrings);
  const { data: pins = [] } = useQuery(pinsQuery(conversationId));
  const [first, ...more] = pins;
  if (first === undefined) return null;
  return (
    <button type="button" className="pin-s" onClick={() => command('panel', { open: true })}>
      <Icon of={Pin} size={14} />
      <span className="ell" dir="auto">{t('inShort', { text: first.text.replace(/\s+/g, ' ') })}</span>
      {more.length > 0 && <span className="mut">{t('more', { count: more.length })}</span>}
    </button>
  );
}
