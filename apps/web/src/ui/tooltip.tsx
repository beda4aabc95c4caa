import { cloneElement, useEffect, useState, type CSSProperties, type ReactElement } from 'react';
import { useLayers } from './layers';

type Side = 'top' | 'right' | 'bottom' | 'left';

export interface TooltipProps {
  text: string;
  keys?: readonly string[];
  side?: Side;
  /** One element; it hands what it does not know on to its HTML element. */
  children: ReactElement<object>;
}

const delayMs = 450;
/** From one tip to the next nobody waits again. */
const stillWarmMs = 300;
const between = '\u001f';

/** Names the tip; `TipHost` shows it. A screen has a hundred of them and shows one: none of them may cost anything until then. */
export function Tooltip({ children, ...tip }: TooltipProps) {
  return cloneElement(children, tipProps(tip));
}

export const tipProps = ({ text, keys = [], side = 'bottom' }: Omit<TooltipProps, 'children'>) => ({
  'data-tip': text,
  'data-tip-keys': keys.length === 0 ? undefined : keys.join(between),
  'data-tip-side': side === 'bottom' ? undefined : side,
});

interface Shown { text: string; keys: string[]; side: Side; at: CSSProperties }

/** The one tooltip of the app: for what is pointed at for a moment, and for what the keyboard stands on. */
export function TipHost() {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => listenForTips(setShown), []);
  return shown === null ? null : <Tip {...shown} onClose={() => setShown(null)} />;
}

function Tip({ text, keys, side, at, onClose }: Shown & { onClose: () => void }) {
  const Radix = useLayers()?.Tooltip;
  if (Radix === undefined) return null;
  return (
    <Radix.Provider>
      <Radix.Root open onOpenChange={(stays) => { if (!stays) onClose(); }}>
        <Radix.Trigger asChild><span className="menu-at" style={at} aria-hidden="true" /></Radix.Trigger>
        <Radix.Portal>
          <Radix.Content className="tip" side={side} sideOffset={5} collisionPadding={8}>
            {text}
            {keys.map((key) => <kbd key={key}>{key}</kbd>)}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}

function listenForTips(show: (tip: Shown | null) => void): () => void {
  let over: HTMLElement | null = null;
  let described: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hiddenAt = -Infinity;
  const hide = () => {
    clearTimeout(timer);
    if (described === null) return;
    described.removeAttribute('aria-description');
    described = null;
    hiddenAt = performance.now();
    show(null);
  };
  const open = (element: HTMLElement) => {
    const { tip = '', tipKeys, tipSide } = element.dataset;
    if (!element.isConnected || tip === '') return;
    const box = element.getBoundingClientRect();
    if (tip !== element.getAttribute('aria-label')) element.setAttribute('aria-description', tip);
    described = element;
    show({ text: tip, keys: tipKeys?.split(between) ?? [], side: (tipSide ?? 'bottom') as Side, at: { left: box.left, top: box.top, width: box.width, height: box.height } });
  };
  const named = ({ target }: Event) => (target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null);
  const stop = new AbortController();
  const on = <K extends keyof DocumentEventMap>(type: K, listener: (event: DocumentEventMap[K]) => void) => document.addEventListener(type, listener, { signal: stop.signal, capture: true, passive: true });
  on('pointerover', (event) => {
    if (event.pointerType === 'touch') return;
    const element = named(event);
    if (element === over) return;
    over = element;
    hide();
    if (element !== null) timer = setTimeout(() => open(element), performance.now() - hiddenAt < stillWarmMs ? 0 : delayMs);
  });
  // Where the focus came back to after a click elsewhere, nobody asks what this is.
  on('focusin', (event) => {
    hide();
    const element = named(event);
    if (element?.matches(':focus-visible') === true) open(element);
  });
  on('focusout', hide);
  on('pointerdown', hide);
  on('scroll', hide);
  on('keydown', (event) => { if (event.key === 'Escape' || event.key === 'Enter' || event.key === ' ') hide(); });
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}
