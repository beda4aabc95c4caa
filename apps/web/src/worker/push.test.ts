import { installPush, type PushScope } from './push';

type Listener = (event: never) => void;

function scope(windows: { url: string }[] = []) {
  const listeners = new Map<string, Listener>();
  const shown: { title: string; tag: string; closed: boolean; close(): void }[] = [];
  const seen = { opened: [] as string[], told: [] as unknown[], badge: [] as number[] };
  const fake: PushScope = {
    location: { origin: 'https://inbox.example' },
    navigator: { setAppBadge: (count) => { seen.badge.push(count); return Promise.resolve(); }, clearAppBadge: () => { seen.badge.push(0); return Promise.resolve(); } },
    registration: {
      showNotification: (title, options) => {
        const entry = { title, tag: (options as { tag: string }).tag, closed: false, close: () => { entry.closed = true; } };
        shown.push(entry);
        return Promise.resolve();
      },
      getNotifications: () => Promise.resolve(shown.filter(({ closed }) => !closed)),
    },
    clients: {
      matchAll: () => Promise.resolve(windows.map(({ url }) => ({ url, focus: () => Promise.resolve(), postMessage: (message: unknown) => { seen.told.push(message); } }))),
      openWindow: (url) => Promise.resolve(void seen.opened.push(url)),
    },
    addEventListener: (type, listener) => { listeners.set(type, listener); },
  };
  installPush(fake);
  const fire = async (type: string, event: object) => {
    let work: Promise<unknown> = Promise.resolve();
    listeners.get(type)?.({ ...event, waitUntil: (given: Promise<unknown>) => { work = given; } } as never);
    await work;
  };
  const push = (data: unknown) => fire('push', { data: { json: () => data } });
  const click = (url: unknown) => fire('notificationclick', { notification: { data: { url }, close: () => undefined } });
  return { push, click, fire, shown, seen };
}

const payload = (tag: string, open: string[]) => ({ v: 1, tag, title: `About ${tag}`, body: '', url: '/inbox', at: '2026-11-22T10:00:00Z', unread: open.length, open, lang: 'en' });

describe('a push in the browser', () => {
  it('is shown, counts on the icon, and takes back what was read elsewhere meanwhile', async () => {
    const { push, shown, seen } = scope();
    await push(payload('about:1', ['about:1']));
    await push(payload('about:2', ['about:1', 'about:2']));
    await push(payload('about:3', ['about:3']));
    expect(shown.map(({ tag, closed }) => [tag, closed])).toEqual([['about:1', true], ['about:2', true], ['about:3', false]]);
    expect(seen.badge).toEqual([1, 2, 1]);
  });

  it('shows something also when it cannot be read, because a browser insists on it', async () => {
    const { fire, push, shown } = scope();
    await fire('push', { data: null });
    await fire('push', { data: { json: () => { throw new SyntaxError('no JSON'); } } });
    await push('text');
    expect(shown.map(({ title }) => title)).toEqual(['Kontuar', 'Kontuar', 'Kontuar']);
  });

  it('leads to its conversation in the window that is there, or in a new one, and never out of the house', async () => {
    const there = scope([{ url: 'https://inbox.example/inbox/mine' }]);
    await there.click('/inbox/all/7');
    expect([there.seen.told, there.seen.opened]).toEqual([[{ type: 'open', path: '/inbox/all/7' }], []]);
    const none = scope([{ url: 'https://elsewhere.example/' }]);
    for (const url of ['/inbox/all/7', 'https://evil.example/x', '//evil.example/x', 'javascript:alert(1)', undefined]) await none.click(url);
    expect(none.seen.opened).toEqual(['/inbox/all/7', '/inbox', '/inbox', '/inbox', '/inbox']);
  });
});
