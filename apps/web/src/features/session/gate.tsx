import './session.css';
import { Moon, Sun } from 'lucide';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { Mark } from '../../app/mark';
import { toggleTheme, useTheme } from '../../app/theme';
import { switchLocale, useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { sessionStrings } from './session.strings';

export interface GateProps {
  title: string;
  lead: string;
  steps?: ReactNode;
  /** Somebody signed in has their language in the profile. */
  fixedLanguage?: boolean;
  children: ReactNode;
}

/** Sign-in, first run and invitation: the dark lead, and one question beside it. */
export function Gate({ title, lead, steps, fixedLanguage = false, children }: GateProps) {
  const t = useStrings(sessionStrings);
  const locale = useLocale();
  const { shown } = useTheme();
  // The keyboard of the workspace is not there yet; this key belongs to every screen.
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toLowerCase() !== 'd') return;
      event.preventDefault();
      toggleTheme();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className="gate">
      <aside className="lead">
        <p className="lead-m">
          <Mark />
          <b>Kontuar</b>
        </p>
        <h1>{title}</h1>
        <p className="lead-p">{lead}</p>
        {steps}
        <span className="grow" />
        <p className="lead-f">
          <button className="lnk" type="button" onClick={toggleTheme}>
            <Icon of={shown === 'dark' ? Sun : Moon} size={14} />
            {t('theme')}
          </button>
          <span className="grow keep-wide" />
          {!fixedLanguage && (
            <button className="lnk" type="button" lang={locale === 'pl' ? 'en' : 'pl'} onClick={() => void switchLocale(locale === 'pl' ? 'en' : 'pl')}>
              {t('otherLanguage')}
            </button>
          )}
        </p>
      </aside>
      <main className="gate-m" id="content" onKeyDown={sendByCtrlEnter}>
        {children}
      </main>
    </div>
  );
}

function sendByCtrlEnter(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  const form = (event.target as HTMLElement).closest('form') ?? event.currentTarget.querySelector('form');
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
}

/** Moving from question to question moves the focus to the new one, so that it is read out. */
export function Question({ title, children }: { title: string; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A field that took the focus on its own is the better place.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <header>
      <h2 className="q" tabIndex={-1} ref={heading}>
        {title}
      </h2>
      {children !== undefined && <p>{children}</p>}
    </header>
  );
}
