import { X } from 'lucide';
import { useId, useState } from 'react';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { composerStrings } from './composer.strings';
import { readAddresses } from './addresses';

export interface CcFieldProps { to: string; cc: readonly string[]; onChange: (cc: string[]) => void }

/** Who gets this letter: the customer's address, and copies that can be seen, added and taken away. */
export function CcField({ to, cc, onChange }: CcFieldProps) {
  const t = useStrings(composerStrings);
  const input = useId();
  const [typed, setTyped] = useState('');
  const [bad, setBad] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const take = () => {
    const { good, rest } = readAddresses(typed);
    if (good.length > 0) onChange([...new Set([...cc, ...good])]);
    setTyped(rest);
    setBad(rest === '' ? null : rest);
  };
  const shown = open || cc.length > 0;
  return (
    <div className="cc">
      {to !== '' && <><span className="mut">{t('to')}</span><span className="ell cc-to">{to}</span></>}
      {!shown && <button type="button" className="lnk" onClick={() => setOpen(true)}>{t('addCc')}</button>}
      {shown && (
        <>
          <label htmlFor={input} className="mut">{t('cc')}</label>
          {cc.map((address) => (
            <span key={address} className="chip">
              <span className="ell">{address}</span>
              <button type="button" className="chip-x" aria-label={t('ccRemove', { address })} onClick={() => onChange(cc.filter((other) => other !== address))}><Icon of={X} size={12} /></button>
            </span>
          ))}
          <input
            id={input} type="email" multiple autoComplete="off" className="cc-in" value={typed} placeholder={cc.length === 0 ? t('ccPlaceholder') : ''} autoFocus={open && cc.length === 0}
            aria-invalid={bad !== null || undefined} aria-describedby={bad === null ? undefined : `${input}-bad`}
            onChange={(event) => { setTyped(event.target.value); setBad(null); }}
            onBlur={() => { if (typed.trim() === '') setOpen(false); else take(); }}
            onKeyDown={(event) => {
              if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === ',' || event.key === ';' || (event.key === ' ' && typed.includes('@'))) {
                event.preventDefault();
                take();
              } else if (event.key === 'Backspace' && typed === '' && cc.length > 0) onChange(cc.slice(0, -1));
            }}
            onPaste={(event) => {
              const { good, rest } = readAddresses(event.clipboardData.getData('text'));
              if (good.length === 0) return;
              event.preventDefault();
              onChange([...new Set([...cc, ...good])]);
              setTyped(rest);
            }}
          />
        </>
      )}
      {bad !== null && <span id={`${input}-bad`} className="cc-bad" role="alert">{t('ccBad', { text: bad })}</span>}
    </div>
  );
}
