import { alarmKey, byUrgency, lookOf } from './channel-state';

describe('the order of channels', () => {
  it('puts the ones that need somebody first, the gravest at the top, and leaves the rest by name', () => {
    const channels = [
      { name: 'Web chat', state: 'ok' },
      { name: 'Counter', state: 'paused' },
      { name: 'Instagram', state: 'warning' },
      { name: 'kontakt@', state: 'unauthorized' },
      { name: 'Bot', state: 'silent' },
    ] as const;
    expect(byUrgency(channels).map((channel) => channel.name)).toEqual(['kontakt@', 'Bot', 'Instagram', 'Counter', 'Web chat']);
  });

  it('has words for every alarm, also for one that only a connector knows', () => {
    expect(alarmKey('silent')).toBe('alarmSilent');
    expect(alarmKey('mailbox-full')).toBe('alarmFailing');
  });
});

describe('a channel on which people only write down what happened elsewhere', () => {
  it('says that there is nothing to connect, and never that it is being checked', () => {
    for (const state of ['ok', 'checking'] as const) expect(lookOf({ state, capabilities: { logOnly: true } })).toMatchObject({ words: 'stateNothing', dot: 'ok' });
    expect(lookOf({ state: 'paused', capabilities: { logOnly: true } }).words).toBe('statePaused');
    expect(lookOf({ state: 'checking', capabilities: {} }).words).toBe('stateChecking');
  });
});
