import { command, onCommand } from './commands';

describe('a wish of one region to another', () => {
  afterEach(() => { jest.useRealTimers(); });

  it('is heard by whoever listens, until they stop', () => {
    const heard: unknown[] = [];
    const stop = onCommand('palette', (wish) => { heard.push(wish); });
    command('palette', { query: 'one' });
    stop();
    expect(heard).toEqual([{ query: 'one' }]);
  });

  it('is kept for a region that is still loading, once, and the last one only', () => {
    command('view-editor', { naming: true });
    command('view-editor', { naming: false });
    const heard: unknown[] = [];
    const stops = [1, 2].map(() => onCommand('view-editor', (wish) => { heard.push(wish); }));
    expect(heard).toEqual([{ naming: false }]);
    for (const stop of stops) stop();
  });

  it('is forgotten when it has become old', () => {
    jest.useFakeTimers({ now: 0 });
    command('shortcuts', {});
    jest.setSystemTime(6_000);
    const heard: unknown[] = [];
    onCommand('shortcuts', (wish) => { heard.push(wish); })();
    expect(heard).toEqual([]);
  });
});
