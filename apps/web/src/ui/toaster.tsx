import { TriangleAlert } from 'lucide';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useStrings } from '../i18n';
import { Icon } from './icon';
import { announce } from './live-announcer';
import { currentToast, dismissToast, showToast, subscribeToasts, undoShown, type Toast, type ToastInput } from './toast-store';
import { uiStrings } from './ui.strings';

/** `const toast = useToast(); toast({ text, undo })` */
export function useToast(): (input: ToastInput) => () => void {
  return showToast;
}

/** Mounted once, by the app. Where it stands is set by --toast-left, --toast-bottom and --toast-width. */
export function Toaster() {
  const toast = useSyncExternalStore(subscribeToasts, currentToast);
  return <div className="toasts">{toast && <ToastCard key={toast.id} toast={toast} />}</div>;
}

const stepMs = 250;
const circumference = 2 * Math.PI * 7;

function ToastCard({ toast }: { toast: Toast }) {
  const t = useStrings(uiStrings);
  const [leftMs, setLeft] = useState(toast.durationMs);
  const held = useRef(false);
  useEffect(() => announce(toast.text, toast.tone === 'danger' ? 'assertive' : 'polite'), [toast]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!held.current) setLeft((left) => left - stepMs);
    }, stepMs);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (leftMs <= 0) dismissToast(toast.id);
  }, [leftMs, toast.id]);
  const hold = (hold: boolean) => () => void (held.current = hold);
  return (
    <div className="toast" onPointerEnter={hold(true)} onPointerLeave={hold(false)} onFocus={hold(true)} onBlur={hold(false)}>
      {toast.tone === 'danger' ? (
        <Icon of={TriangleAlert} />
      ) : (
        toast.undo && (
          <svg className="ring" viewBox="0 0 18 18" aria-hidden="true">
            <circle cx="9" cy="9" r="7" />
            <circle cx="9" cy="9" r="7" strokeDasharray={circumference} strokeDashoffset={circumference * (1 - leftMs / toast.durationMs)} />
          </svg>
        )
      )}
      <span className="toast-t">{toast.text}</span>
      {toast.next && <button type="button" className="btn sm" onClick={() => { dismissToast(toast.id); toast.next?.run(); }}>{toast.next.label}</button>}
      {toast.undo && (
        <button type="button" className="btn sm" onClick={() => void undoShown()}>
          {t('undo')}
          <kbd aria-hidden="true">Z</kbd>
        </button>
      )}
    </div>
  );
}
