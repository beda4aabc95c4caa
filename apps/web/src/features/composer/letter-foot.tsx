import { useState } from 'react';
import type { LetterChoices, LetterFoot } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { footStrings } from './foot.strings';
import { belowLetter } from './letter-parts';

export interface LetterFootProps {
  foot: LetterFoot;
  choices: LetterChoices;
  quoting: 'always' | 'asked';
  customer: string;
  onChoose: (choices: LetterChoices) => void;
  /** Puts the quoted mail into the text; null while there is only a plain field. */
  onQuoteIn: (() => void) | null;
}

/** What goes below the letter, shown as it will be sent, each to be left out of this one. */
export function LetterFootStrip({ foot, choices, quoting, customer, onChoose, onQuoteIn }: LetterFootProps) {
  const t = useStrings(footStrings);
  const [open, setOpen] = useState(false);
  const { signature, quote } = belowLetter(foot, choices, quoting);
  if (foot.signature === null && foot.quote === null) return null;
  return (
    <div className="ltr-f" role="group" aria-label={t('below')}>
      {foot.signature !== null && <label><input type="checkbox" checked={signature !== null} onChange={(event) => onChoose({ ...choices, signature: event.target.checked })} />{t('signature')}</label>}
      {foot.quote !== null && <label><input type="checkbox" checked={quote !== null} onChange={(event) => onChoose({ ...choices, quote: event.target.checked })} />{t('quote', { name: customer })}</label>}
      {quote !== null && <button type="button" className="lnk" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'hideQuote' : 'showQuote')}</button>}
      {foot.quote !== null && onQuoteIn !== null && <button type="button" className="lnk" onClick={onQuoteIn}>{t('quoteIn')}</button>}
      {signature !== null && <p className="ltr-sg">{signature.text}{signature.pictures.map(({ id, url }) => url !== null && <img key={id} className="ltr-sp" src={url} alt="" />)}</p>}
      {quote !== null && open && <blockquote className="ltr-q" tabIndex={0}>{quote.introduction}{'\n'}{quote.text.slice(0, 2000)}</blockquote>}
    </div>
  );
}
