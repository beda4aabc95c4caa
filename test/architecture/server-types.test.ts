import { filesIn, isTypeScript, lines } from './sources';

it('knows no names of the browser in code of the server', () => {
  // @ts-expect-error -- unused, and so a fault of `npm run check`, as soon as something brings the DOM into the types of the server
  expect(typeof document).toBe('undefined');
});

it('brings the DOM in by no reference, which would reach every file', () => {
  const server = filesIn(['apps/api', 'apps/worker', 'apps/standalone', 'libs', 'test', 'bench'], isTypeScript);
  expect(lines(server, (line) => /^\/\/\/ <reference lib="dom/.test(line))).toEqual([]);
});
