import type { WidgetConfig } from '../../../../libs/contract/src/widget';
import type { Identity, Scheme, ToLoader, ToPanel } from '../wire';
import css from './launcher.css?inline';
import { pickLocale, waitLine, words } from './words';

type Call = [name: string, ...args: unknown[]];
type EventName = 'ready' | 'open' | 'close' | 'message' | 'unread';
type Listener = (data?: unknown) => void;
type PublicApi = Record<string, (...args: never[]) => unknown>;

const script = document.currentScript as HTMLScriptElement | null;
// The one global name: a queue of calls until this script has run, the API from then on.
const page = window as unknown as { Kontuar?: Call[] | PublicApi };

function start(channel: string, home: string, options: DOMStringMap): void {
  const key = `kontuar:${channel}`;
  const listeners: Partial<Record<EventName, Set<Listener>>> = {};
  let memory: string | null = null;
  let config: WidgetConfig | undefined;
  let frame: HTMLIFrameElement | undefined;
  let ready = false;
  let isOpen = false;
  let gone = false;
  let unread = 0;
  let identity: Identity | undefined;
  let locale = options['locale'];

  // Storage may be off (private windows, policies): then the conversation lasts as long as the page.
  function read(): string | null {
    try { memory ??= localStorage.getItem(key); } catch { /* memory holds it */ }
    return memory;
  }
  function write(value: string | null): void {
    memory = value;
    try { if (value) localStorage.setItem(key, value); else localStorage.removeItem(key); } catch { /* memory holds it */ }
  }

  const emit = (name: EventName, data?: unknown): void => {
    // Each in its own turn: a listener of the site that throws must not break the chat.
    listeners[name]?.forEach((listener) => queueMicrotask(() => listener(data)));
  };
  const tell = (message: ToPanel): void => { if (ready) frame?.contentWindow?.postMessage(message, home); };
  // Without query and fragment: they often carry things that are nobody's business.
  const here = (): string => location.origin + location.pathname;
  const tellPage = (): void => tell({ k: 'page', page: here() });

  const tag = <K extends keyof HTMLElementTagNameMap>(name: K, ...children: Node[]): HTMLElementTagNameMap[K] => {
    const element = document.createElement(name);
    element.append(...children);
    return element;
  };

  const host = tag('div');
  const root = host.attachShadow({ mode: 'open' });
  const title = tag('b');
  const wait = tag('small');
  const badge = tag('em');
  const button = tag('button', tag('i'), tag('span', title, wait), badge);
  button.type = 'button';
  button.ariaHasPopup = 'dialog';
  button.onclick = () => api.open();

  function speak(): 'en' | 'pl' {
    return pickLocale([locale, document.documentElement.lang, navigator.language], config?.locales ?? Object.keys(words), config?.defaultLocale ?? 'en');
  }

  function paint(): void {
    const lang = speak();
    const w = words[lang];
    host.lang = lang;
    title.textContent = w.ask;
    wait.textContent = config ? waitLine(lang, config, new Date()) : '';
    badge.textContent = `${unread}`;
    badge.hidden = !unread;
    badge.title = w.unread;
    // The tag's own attributes go before the channel's settings.
    const look = { scheme: 'auto', position: '', accent: '', ...config?.theme, ...options };
    host.setAttribute('s', look.scheme);
    host.setAttribute('p', look.position);
    host.style.setProperty('--a', look.accent);
    // Shown once it can be closed again: a frame that failed to load would cover a phone's screen for good.
    host.toggleAttribute('o', isOpen && ready);
    button.ariaBusy = `${isOpen && !ready}`;
    button.ariaExpanded = `${isOpen}`;
    if (frame) frame.title = config?.workspaceName ?? w.ask;
  }

  /** The panel loads at the first click, or when the page is idle for somebody who already talks with us. */
  function load(): void {
    if (frame || gone) return;
    frame = tag('iframe');
    frame.src = `${home}/widget/panel?channel=${channel}#${encodeURIComponent(location.origin)}`;
    root.append(frame);
    setTimeout(() => {
      if (ready || !frame) return;
      unload();
      paint();
      wait.textContent = words[speak()].down;
    }, 15_000);
    paint();
  }

  function unload(): void {
    frame?.remove();
    frame = undefined;
    ready = isOpen = false;
    unread = 0;
  }

  const api = {
    open(): void {
      if (isOpen || gone) return;
      load();
      isOpen = true;
      paint();
      frame?.focus();
      tellPage();
      tell({ k: 'open' });
      emit('open');
    },
    close(): void {
      if (!isOpen) return;
      const inside = root.activeElement === frame;
      isOpen = false;
      paint();
      tell({ k: 'close' });
      if (inside) button.focus();
      emit('close');
    },
    identify(who: Identity): void {
      identity = who;
      tell({ k: 'identify', identity: who });
    },
    setLocale(value: string): void {
      locale = value;
      paint();
      tell({ k: 'locale', locale: speak() });
    },
    on(name: EventName, listener: Listener): void {
      (listeners[name] ??= new Set()).add(listener);
      if (name === 'ready' && host.isConnected) listener();
    },
    off(name: EventName, listener: Listener): void { listeners[name]?.delete(listener); },
    /** Forgets the visitor: for sign-out on shared computers. */
    reset(): void {
      write(null);
      identity = undefined;
      unload();
      paint();
    },
    /** Takes the widget off the page; the conversation stays. */
    shutdown(): void {
      gone = true;
      unload();
      host.remove();
      delete page.Kontuar;
    },
    push(...calls: Call[]): void {
      for (const [name, ...args] of calls) (api as unknown as PublicApi)[name]?.(...(args as never[]));
    },
  };

  addEventListener('message', (event: MessageEvent<ToLoader>) => {
    if (!frame || event.origin !== home || event.source !== frame.contentWindow) return;
    const message = event.data;
    switch (message.k) {
      case 'ready':
        ready = true;
        tell({ k: 'init', store: read(), locale: speak(), identity, scheme: options['scheme'] as Scheme | undefined, page: here(), open: isOpen });
        paint();
        if (isOpen) frame.focus();
        break;
      case 'close': api.close(); break;
      case 'store': write(message.store); break;
      case 'message': emit('message', { from: message.from }); break;
      case 'unread':
        if (message.n !== unread) { unread = message.n; paint(); emit('unread', unread); }
        break;
    }
  });
  addEventListener('storage', (event) => { if (event.key === key) { memory = event.newValue; tell({ k: 'store', store: memory }); } });
  // Focus moves into the panel: single-page shops may have changed the address meanwhile.
  addEventListener('blur', tellPage);
  addEventListener('keydown', (event) => {
    if (event.code === 'KeyK' && event.altKey && !event.ctrlKey) { event.preventDefault(); if (isOpen) api.close(); else api.open(); }
  });

  function mount(): void {
    if (gone) return;
    // A constructed sheet needs no permission from the host page's style-src.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    root.prepend(button);
    document.body.append(host);
    paint();
    emit('ready');
    if (read()) (window.requestIdleCallback ?? setTimeout)(load);
  }

  const queued = page.Kontuar as Call[] | undefined;
  page.Kontuar = api as unknown as PublicApi;

  void fetch(`${home}/widget/v1/config?channel=${channel}`, { credentials: 'omit' })
    .then(async (answer) => {
      if (answer.ok) config = await answer.json() as WidgetConfig;
      // Unknown channel, or a site that the channel does not name: no button that leads nowhere.
      else if (answer.status < 500) { gone = true; console.warn('Kontuar', answer.status); }
    })
    // A connect-src that leaves us out, or no network: the button still works, it just cannot tell the wait.
    .catch(() => {})
    .then(() => {
      if (document.body) mount(); else addEventListener('DOMContentLoaded', mount);
      api.push(...queued ?? []);
    });
}

// A second copy of the tag on one page is ignored.
if (script?.dataset['channel'] && !(page.Kontuar && 'open' in page.Kontuar)) {
  start(encodeURIComponent(script.dataset['channel']), new URL(script.src).origin, script.dataset);
}
