import { wayOf } from './routes';

const origin = 'https://inbox.example.com';
const kept = new Set(['/mark.svg', '/before-paint.js']);
const way = (path: string, { method = 'GET', mode = 'cors' as RequestMode } = {}) => wayOf({ method, mode, url: path.startsWith('http') ? path : `${origin}${path}` }, origin, kept);

it('draws every screen from the kept shell', () => {
  expect(['/', '/inbox', '/inbox/all/4f2', '/settings/look', '/login?next=%2Finbox'].map((path) => way(path, { mode: 'navigate' }))).toEqual(Array.from({ length: 5 }, () => 'shell'));
});

it('takes the parts of the app from what is kept, also those of the version before', () => {
  expect(['/mark.svg', '/before-paint.js', '/assets/inbox-screen-OLD.js'].map((path) => way(path))).toEqual(['kept', 'kept', 'kept']);
});

it.each(['/api/v1/conversations', '/api/v1/auth/me', '/files/1/a.png', '/hooks/x', '/widget.js', '/widget/x', '/demo', '/socket.io/?EIO=4', '/health/live'])('never stands between the app and %s', (path) => {
  expect([way(path), way(path, { mode: 'navigate' })]).toEqual(['network', 'network']);
});

it('leaves writes and other sites alone', () => {
  expect(way('/inbox', { method: 'POST', mode: 'navigate' })).toBe('network');
  expect(way('https://elsewhere.example/mark.svg')).toBe('network');
});
