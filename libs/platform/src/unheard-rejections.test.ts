import { EventEmitter } from 'node:events';
import type { Log } from './log';
import { hearRejections } from './unheard-rejections';

it('writes down what failed while nobody waited for it, whatever it is', () => {
  const written: unknown[] = [];
  const of = new EventEmitter();
  hearRejections({ error: (...line: unknown[]) => { written.push(line); } } as unknown as Log, of);
  of.emit('unhandledRejection', Object.assign(new Error('Connection terminated unexpectedly'), { code: '57P01' }));
  of.emit('unhandledRejection', 'no error at all');
  expect(written).toEqual([
    [{ err: expect.objectContaining({ message: 'Connection terminated unexpectedly', code: '57P01' }) as unknown }, 'something failed that nobody waited for'],
    [{ err: { type: 'string', message: 'no error at all' } }, 'something failed that nobody waited for'],
  ]);
});
