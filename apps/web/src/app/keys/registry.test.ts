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
});
