import * as Y from 'yjs';
import { DraftSession, MAX_TEXT, type SessionClock } from './draft-session';
import type { DraftPort, KeptState, Refusal } from './port';

/** A server of one draft, as far as a session knows it, with a line that can be cut and a clock that goes by hand. */
function buildDesk(text = '') {
  const server = new Y.Doc();
  server.getText('text').insert(0, text);
  const cuts = { line: false, refuse: null as string | null };
  const sessions: DraftSession[] = [];
  let seq = 0;
  let now = 0;
  let timers: { at: number; act: () => void }[] = [];
  const clock: SessionClock = {
    now: () => now,
    wait: (ms, act) => {
      const timer = { at: now + ms, act };
      timers.push(timer);
      return () => { timers = timers.filter((other) => other !== timer); };
    },
  };
  const refusal = (): Refusal | null => (cuts.line ? { ok: false, code: 'offline' } : cuts.refuse === null ? null : { ok: false, code: cuts.refuse });
  let sent = 0;
  const open = (kept: KeptState = { read: () => null, keep: () => undefined }, become: 'open' | 'sent' = 'open') => {
    const port: DraftPort = {
      join: (vector) => Promise.resolve(refusal() ?? { ok: true, update: Y.encodeStateAsUpdate(server, vector), vector: Y.encodeStateVector(server), seq, seat: 's' }),
      update: (update) => {
        const no = refusal();
        if (no !== null) return Promise.resolve(no);
        sent += 1;
        Y.applyUpdate(server, update);
        seq += 1;
        for (const other of sessions) if (other !== session) other.took({ draftId: 'd', memberId: 'm', name: 'Ola', seq, update: Buffer.from(update).toString('base64') });
        return Promise.resolve({ ok: true, seq });
      },
      cursor: () => undefined, leave: () => undefined,
      look: () => Promise.resolve({ state: become, endedByName: 'Ola', text: 'Sent' } as Awaited<ReturnType<DraftPort['look']>>),
    };
    const session = new DraftSession('d', port, kept, clock);
    sessions.push(session);
    return session;
  };
  const settle = async () => { for (let turn = 0; turn < 20; turn += 1) await Promise.resolve(); };
  const pass = async (ms: number) => {
    const until = now + ms;
    for (;;) {
      await settle();
      const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      now = Math.max(now, next.at);
      timers = timers.filter((timer) => timer !== next);
      next.act();
    }
    now = until;
    await settle();
  };
  return { cuts, open, pass, read: () => server.getText('text').toJSON(), sent: () => sent };
}

/** A text field that remembers what it shows and where its caret is. */
function buildField(session: DraftSession, caret: number) {
  const field = { value: session.getSnapshot().text, caret };
  session.bind({
    selection: () => ({ start: field.caret, end: field.caret }),
    write: (text, { end }) => { Object.assign(field, { value: text, caret: end }); },
  });
  return {
    field,
    type: (letters: string) => {
      field.value = field.value.slice(0, field.caret) + letters + field.value.slice(field.caret);
      field.caret += letters.length;
      session.type(field.value);
    },
  };
}

const text = (session: DraftSession) => session.getSnapshot().text;

describe('a shared draft that is open here', () => {
  it('gathers keys, and is saved once the server has them', async () => {
    const { open, pass, read, sent } = buildDesk('Dear ');
    const session = open();
    await session.join();
    const { type } = buildField(session, 5);
    for (const letter of 'Anna') type(letter);
    expect(session.getSnapshot().state).toBe('saving');
    await pass(100);
    expect([read(), session.getSnapshot().state, sent()]).toEqual(['Dear Anna', 'saved', 1]);
  });

  it('keeps writing without a line, and brings both sides together when it is back', async () => {
    const { cuts, open, pass, read } = buildDesk('one');
    const [session, colleague] = [open(), open()];
    await Promise.all([session.join(), colleague.join()]);
    cuts.line = true;
    session.lineLost();
    session.type('one, two');
    await pass(5000);
    expect([read(), session.getSnapshot().state]).toEqual(['one', 'local']);
    cuts.line = false;
    colleague.type('zero, one');
    await pass(200);
    await session.join();
    await pass(200);
    expect([read(), text(session), text(colleague)]).toEqual(['zero, one, two', 'zero, one, two', 'zero, one, two']);
    expect(session.getSnapshot().state).toBe('saved');
  });

  it('has its unsent words again after a crash of the browser', async () => {
    const { cuts, open, pass, read } = buildDesk('one');
    let stored: Uint8Array | null = null;
    const kept: KeptState = { read: () => stored, keep: (state) => { stored = state; } };
    const before = open(kept);
    await before.join();
    cuts.line = true;
    before.lineLost();
    before.type('one, two');
    await pass(200);
    const after = open(kept);
    expect(text(after)).toBe('one, two');
    cuts.line = false;
    await after.join();
    await pass(200);
    expect([read(), stored]).toEqual(['one, two', null]);
  });

  it('takes words before the document is here, and finds them their place', async () => {
    const { open, pass, read } = buildDesk('Dear Anna, ');
    const session = open();
    session.seed('Dear Anna, ');
    expect(text(session)).toBe('Dear Anna, ');
    session.type('Dear Anna, hello');
    expect(text(session)).toBe('Dear Anna, hello');
    await session.join();
    await pass(200);
    expect([read(), text(session)]).toEqual(['Dear Anna, hello', 'Dear Anna, hello']);
  });

  it('waits where it was too fast, and asks anew where something is missing', async () => {
    for (const code of ['too-fast', 'draft-gap', 'offline']) {
      const { cuts, open, pass, read } = buildDesk('a');
      const session = open();
      await session.join();
      cuts.refuse = code;
      session.type('ab');
      await pass(80);
      cuts.refuse = null;
      await pass(3000);
      expect([code, read(), session.getSnapshot().state]).toEqual([code, 'ab', 'saved']);
    }
  });

  it('finds out what became of it when it is turned away', async () => {
    const { cuts, open, pass } = buildDesk('a');
    const session = open(undefined, 'sent');
    await session.join();
    cuts.refuse = 'draft-sent';
    session.type('ab');
    await pass(200);
    expect(session.getSnapshot().ended).toEqual({ state: 'sent', memberId: '', name: 'Ola', text: 'Sent' });
  });

  it('takes no more than a message holds', async () => {
    const { open } = buildDesk('a');
    const session = open();
    await session.join();
    expect(session.type('x'.repeat(MAX_TEXT + 1))).toBe(false);
    expect(text(session)).toBe('a');
  });

  it('knows how far it has seen, and that a word of the line was lost', async () => {
    const { open, pass } = buildDesk('');
    const [session, colleague] = [open(), open()];
    await Promise.all([session.join(), colleague.join()]);
    colleague.type('a');
    await pass(100);
    expect(session.getSnapshot().seq).toBe(1);
    session.took({ draftId: 'd', memberId: 'm', name: 'Ola', seq: 3, update: 'AAA=' });
    expect(session.getSnapshot().seq).toBe(1);
  });
});

describe('the field of a shared draft', () => {
  it('keeps the caret where it was meant while colleagues write', async () => {
    const { open, pass } = buildDesk('Dear Anna');
    const [session, colleague] = [open(), open()];
    await Promise.all([session.join(), colleague.join()]);
    const { field, type } = buildField(session, 9);
    colleague.type('Hi! Dear Anna');
    await pass(100);
    expect(field).toEqual({ value: 'Hi! Dear Anna', caret: 13 });
    type('!');
    await pass(100);
    expect(text(colleague)).toBe('Hi! Dear Anna!');
  });

  it('leaves alone what an input method composes, and finds its place among the colleagues’ words afterwards', async () => {
    const { open, pass, read } = buildDesk('Dear Anna');
    const [session, colleague] = [open(), open()];
    await Promise.all([session.join(), colleague.join()]);
    const { field, type } = buildField(session, 9);
    session.text.composeStarts();
    type('に');
    colleague.type('Hi! Dear Anna');
    colleague.type('Hi! Dear Anna.');
    await pass(100);
    // Untouched in the middle of it, and nothing half-composed at the colleague's.
    expect(field.value).toBe('Dear Annaに');
    expect(text(colleague)).toBe('Hi! Dear Anna.');
    field.value = 'Dear Anna日本';
    field.caret = 11;
    session.text.composeEnds(field.value);
    await pass(100);
    expect(read()).toBe('Hi! Dear Anna日本.');
    expect(field).toEqual({ value: 'Hi! Dear Anna日本.', caret: 15 });
    expect(text(colleague)).toBe(read());
  });

  it('composes over what a colleague deletes meanwhile, and loses nothing that was composed', async () => {
    const { open, pass, read } = buildDesk('one two three');
    const [session, colleague] = [open(), open()];
    await Promise.all([session.join(), colleague.join()]);
    const { field } = buildField(session, 7);
    session.text.composeStarts();
    colleague.type('three');
    await pass(100);
    Object.assign(field, { value: 'one two日 three', caret: 8 });
    session.text.composeEnds(field.value);
    await pass(100);
    expect(read()).toContain('日');
    expect([text(session), text(colleague), field.value]).toEqual([read(), read(), read()]);
  });

  it('takes back one’s own words only', async () => {
    const { open, pass, read } = buildDesk('');
    const [session, colleague] = [open(), open()];
    await Promise.all([session.join(), colleague.join()]);
    buildField(session, 0).type('mine');
    await pass(100);
    colleague.type('mine and theirs');
    await pass(100);
    session.text.undo();
    await pass(100);
    expect(read()).toBe(' and theirs');
    session.text.redo();
    await pass(100);
    expect(read()).toBe('mine and theirs');
  });
});

describe('colleagues', () => {
  it('are here as long as they give a sign, and a caret that makes no sense is none', async () => {
    const { open, pass } = buildDesk('Dear Anna');
    const session = open();
    await session.join();
    session.sees({ draftId: 'd', memberId: 'm', name: 'Ola', seat: 'x', here: true, cursor: { anchor: 'AAAA', head: '////' } });
    expect(session.getSnapshot().people).toEqual([{ seat: 'x', memberId: 'm', name: 'Ola', anchor: null, head: null, writing: false }]);
    session.sees({ draftId: 'd', memberId: 'm', name: 'Ola', seat: 'x', here: false, cursor: null });
    expect(session.getSnapshot().people).toEqual([]);
    session.sees({ draftId: 'd', memberId: 'm', name: 'Ola', seat: 'x', here: true, cursor: null });
    await pass(60_000);
    expect(session.getSnapshot().people).toEqual([]);
  });
});
