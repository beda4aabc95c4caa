import { h, render } from 'preact';
import { Bridge } from './bridge';
import { Chat } from './chat';
import { App } from './views/app';

const channelId = new URLSearchParams(location.search).get('channel') ?? '';
const root = document.getElementById('app') as HTMLElement;

let scheduled = false;
const bridge = new Bridge(location.hash, (message) => chat.receive(message));
const chat: Chat = new Chat(channelId, (message) => bridge.tell(message), () => {
  if (scheduled) return;
  scheduled = true;
  // One paint for however many changes a turn makes; a hidden frame has no animation frames.
  queueMicrotask(() => { scheduled = false; render(<App chat={chat} />, root); });
});

if (parent === window) chat.receive({ k: 'init', store: null, locale: navigator.language, identity: undefined, scheme: undefined, page: '', open: true });
else bridge.tell({ k: 'ready' });
