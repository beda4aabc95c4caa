import { EarlyStrokes } from './early-strokes';
import { ShortcutRegistry } from './registry';

const microtasks = () => Promise.resolve();

describe('keys pressed before their part has arrived', () => {
  let done: string[];
  let registry: ShortcutRegistry;
  let clock: number;
  let early: EarlyStrokes;
  beforeEach(() => {
    done = [];
    clock = 0;
    registry = new ShortcutRegistry();
    early = new EarlyStrokes(registry, () => clock);
  });
  const answers = (id: Parameters<ShortcutRegistry['add']>[0]) => registry.add(id, () => void done.push(id));

  it('are answered when it comes, in the order in which they were pressed', async () => {
    expect(early.keep(['palette'])).toBe(true);
    expect(early.keep(['next'])).toBe(true);
    answers('next');
    await microtasks();
    expect(done).toEqual([]);
    answers('palette');
    await microtasks();
    expect(done).toEqual(['palette', 'next']);
  });

  it('do not overtake one that still waits', async () => {
    answers('next');
    expect(early.keep(['next'])).toBe(false);
    early.keep(['palette']);
    expect(early.keep(['next'])).toBe(true);
    answers('palette');
    await microtasks();
    expect(done).toEqual(['palette', 'next']);
  });

  it('are forgotten after three seconds, and when somebody types', async () => {
    early.keep(['resolve']);
    clock = 3000;
    answers('resolve');
    await microtasks();
    early.keep(['palette']);
    early.forget();
    answers('palette');
    await microtasks();
    expect(done).toEqual([]);
  });

  it('are not kept once everything is there: what nobody answers then is nobody’s', async () => {
    early.keep(['palette']);
    answers('palette');
    early.arrived();
    expect(done).toEqual(['palette']);
    expect(early.keep(['resolve'])).toBe(false);
    answers('resolve');
    await microtasks();
    expect(done).toEqual(['palette']);
  });

  it('are kept again while more is on its way, until the last of it is there', async () => {
    early.arrived();
    const [one, other] = [early.expect(), early.expect()];
    expect(early.keep(['aside'])).toBe(true);
    one();
    one();
    expect(early.keep(['promise'])).toBe(true);
    answers('aside');
    await microtasks();
    expect(done).toEqual(['aside']);
    other();
    answers('promise');
    await microtasks();
    expect(done).toEqual(['aside']);
    expect(early.keep(['resolve'])).toBe(false);
  });
});
