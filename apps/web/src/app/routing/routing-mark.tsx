import './routing-mark.css';
import { Hourglass } from 'lucide';
import { formatSpan } from '../../i18n';
import { Icon, useNow } from '../../ui';
import { useWaitsWords, type RoutingWait } from './use-waits-words';

/** On a row of the queue: that routing has it, why nobody got it yet, and how long until less is asked for. */
export function RoutingMark({ routing }: { routing: RoutingWait }) {
  const words = useWaitsWords(routing);
  const now = useNow().getTime();
  const left = routing.until === null ? 0 : new Date(routing.until).getTime() - now;
  return <span className="row-wait" role="img" aria-label={words} title={words}><Icon of={Hourglass} size={12} />{left > 0 && <span>{formatSpan(Math.ceil(left / 60_000) * 60_000)}</span>}</span>;
}
