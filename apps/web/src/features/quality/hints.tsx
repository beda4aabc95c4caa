import { useQuery } from '@tanstack/react-query';
import { Cpu } from 'lucide';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { hintsQuery } from './queries';
import { reviewStrings } from './review.strings';
import { hintWords } from './words';

/** What the machine saw, marked as its own; a click leads to the message. */
export function Hints({ reviewId, onPoint }: { reviewId: string; onPoint: (messageId: string | null) => void }) {
  const t = useStrings(reviewStrings);
  const { data } = useQuery(hintsQuery(reviewId));
  if (data === undefined) return null;
  return (
    <section className="qua-h" aria-labelledby="review-hints">
      <h3 id="review-hints"><Icon of={Cpu} size={14} />{t('hints')}</h3>
      <p className="help">{data.items.length === 0 ? t('noHints') : t('hintsHelp')}</p>
      <ul>
        {data.items.map((hint) => {
          const { messageId } = hint;
          const words = hintWords(hint);
          return <li key={`${hint.hint} ${messageId ?? ''} ${hint.words}`} data-tone={hint.tone}>{messageId === null ? words : <button type="button" className="lnk" onClick={() => onPoint(messageId)}>{words}</button>}</li>;
        })}
      </ul>
    </section>
  );
}
