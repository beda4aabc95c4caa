import { ActHistory, keptMs } from './history';

describe('one’s own acts', () => {
  it('are kept for a day, newest first', () => {
    const history = new ActHistory();
    history.add('first', ['a'], 0);
    history.add('second', ['b'], keptMs - 1);
    expect(history.list().map(({ text }) => text)).toEqual(['second', 'first']);
    history.add('third', ['c'], keptMs);
    expect(history.list().map(({ text }) => text)).toEqual(['third', 'second']);
  });

  it('can be taken back once, and again when the server could not be asked', () => {
    const history = new ActHistory();
    const { id } = history.add('resolved', ['a']);
    const act = history.take(id);
    expect(history.take(id)).toBeNull();
    history.putBack(act!);
    expect(history.take(id)).toEqual(act);
  });
});
