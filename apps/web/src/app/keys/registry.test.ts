import { ShortcutRegistry } from './registry';

describe('the shortcut registry', () => {
  it('asks the newest handler first and goes on when it declines', () => {
    const registry = new ShortcutRegistry();
    const asked: string[] = [];
    registry.add('back', () => { asked.push('list'); });
    const remove = registry.add('back', () => { asked.push('dialog'); return false; });
    expect(registry.run('back')).toBe(true);
    expect(asked).toEqual(['dialog', 'list']);
    remove();
    registry.run('back');
    expect(asked).toEqual(['dialog', 'list', 'list']);
  });

  it('asks a higher priority first, whatever the order', () => {
    const registry = new ShortcutRegistry();
    const asked: string[] = [];
    registry.add('back', () => { asked.push('high'); }, 10);
    registry.add('back', () => { asked.push('low'); });
    registry.run('back');
    expect(asked).toEqual(['high']);
  });

  it('knows which shortcuts somebody answers, and says when nobody did', () => {
    const registry = new ShortcutRegistry();
    expect(registry.run('resolve')).toBe(false);
    const remove = registry.add('resolve', () => undefined);
    expect(registry.available().has('resolve')).toBe(true);
    remove();
    expect(registry.available().has('resolve')).toBe(false);
  });

  it('tells once that one part left and another came, and that nothing changed where the same keys are answered', async () => {
    const registry = new ShortcutRegistry();
    const leave = [registry.add('reply', () => undefined), registry.add('note', () => undefined)];
    await Promise.resolve();
    const before = registry.available();
    const listener = jest.fn();
    registry.subscribe(listener);
    for (const part of leave) part();
    registry.add('reply', () => undefined);
    registry.add('note', () => undefined);
    expect(listener).not.toHaveBeenCalled();
    await Promise.resolve();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(registry.available()).toBe(before);
    registry.add('note', () => undefined, 10);
    await Promise.resolve();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('keeps the order of priorities when one in the middle leaves', () => {
    const registry = new ShortcutRegistry();
    const asked: string[] = [];
    const answer = (name: string) => () => { asked.push(name); return false; };
    registry.add('back', answer('low'));
    const leave = registry.add('back', answer('middle'), 5);
    registry.add('back', answer('high'), 10);
    registry.add('back', answer('newer low'));
    registry.run('back');
    leave();
    registry.run('back');
    expect(asked).toEqual(['high', 'middle', 'newer low', 'low', 'high', 'newer low', 'low']);
  });
});
