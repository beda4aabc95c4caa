import { installPush, type PushScope } from './push';

type Listener = (event: never) => void;

/** `answers`: whether the app in it goes where it is told, as a version before this one did not. */
interface PlayedWindow { url: string; answers?: boolean; fixed?: boolean }

function scope(windows: PlayedWindow[] = []) {
  const listeners = new Map<string, Listener>();
  const shown: { title: string; tag: string; closed: boolean; close(): void }[] = [];
  const seen = { opened: [] as string[], told: [] as unknown[], led: [] as string[], badge: [] as number[] };
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
      matchAll: () => Promise.resolve(windows.map(({ url, answers = true, fixed = false }) => ({
        url,
        focus: () => (answers ? Promise.resolve() : Promise.reject(new Error('not allowed to'))),
        navigate: (path: string) => (fixed ? Promise.reject(new TypeError('not ours')) : Promise.resolve(void seen.led.push(path))),
        postMessage: (message: unknown, [port]: Transferable[]) => {
          seen.told.push(message);
          if (answers) (port as MessagePort).postMessage('went');
          (port as MessagePort).close();
        },
      }))),
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

  const seven = '/inbox/all/00000000-0000-7000-8000-000000000007';

  it('leads to its conversation in the window of the app that is there, and in no other page of the server', async () => {
    const there = scope([{ url: 'https://inbox.example/demo' }, { url: 'https://inbox.example/api/docs' }, { url: 'https://elsewhere.example/' }, { url: 'https://inbox.example/inbox/mine' }]);
    await there.click(seven);
    expect(there.seen).toMatchObject({ told: [{ type: 'open', path: seven }], led: [], opened: [] });
  });

  it('leads a window there that does not listen, and opens one where that is refused or none is there', async () => {
    const [deaf, foreign, none] = [scope([{ url: 'https://inbox.example/inbox', answers: false }]), scope([{ url: 'https://inbox.example/inbox', answers: false, fixed: true }]), scope()];
    await Promise.all([deaf, foreign, none].map((each) => each.click(seven)));
    expect([deaf, foreign, none].map(({ seen: { led, opened } }) => [led, opened])).toEqual([[[seven], []], [[], [seven]], [[], [seven]]]);
  });

  it('never leads out of the house, nor to an address that the app does not write into pushes', async () => {
    const { click, seen } = scope();
    for (const url of ['https://evil.example/x', '//evil.example/x', '/\\evil.example', 'javascript:alert(1)', undefined, 7, 'https://[', '/api/v1/auth/logout', `${seven}/../../api`, `${seven}?next=//evil.example`, '/login?next=//evil.example', '/invite/token', `/channels/${'0'.repeat(36)}`]) await click(url);
    expect(new Set(seen.opened)).toEqual(new Set(['/inbox']));
  });
});
