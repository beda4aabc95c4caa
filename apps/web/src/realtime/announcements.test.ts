import { Announcements } from './announcements';

const marta = { conversationId: 'a', name: 'Marta', channel: 'Messenger' };

describe('announcements', () => {
  it('bundles messages of the open conversation into one sentence every three seconds', () => {
    const said = new Announcements();
    said.arrived(marta, 'a');
    expect(said.take(0)).toEqual({ here: { name: 'Marta', channel: 'Messenger', count: 1 }, elsewhere: 0 });
    said.arrived(marta, 'a');
    said.arrived(marta, 'a');
    expect(said.take(1000)).toBeNull();
    expect(said.waitMs(1000)).toBe(2000);
    expect(said.take(3000)?.here?.count).toBe(2);
    expect(said.waitMs(3000)).toBeNull();
  });

  it('counts other conversations and says so every half minute', () => {
    const said = new Announcements();
    said.arrived(marta, 'b');
    expect(said.take(0)).toEqual({ here: null, elsewhere: 1 });
    said.arrived(marta, 'b');
    said.arrived(marta, null);
    expect(said.take(29_999)).toBeNull();
    expect(said.take(30_000)).toEqual({ here: null, elsewhere: 2 });
  });

  it('forgets what waited for a conversation that is no longer open', () => {
    const said = new Announcements();
    said.arrived(marta, 'a');
    said.opened();
    expect(said.take(0)).toBeNull();
  });
});
