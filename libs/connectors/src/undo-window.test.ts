import { capabilitiesFor } from '@kontuar/contract';
import { allConnectors } from './all';

/** Letters and what everybody reads can be thought over longest; in a messenger nobody wants to wait; a live chat waits for nothing, and deletes. */
const sides = allConnectors.flatMap(({ id, capabilities }) =>
  (capabilities.logOnly === true ? [] : (['private', 'public'] as const)).flatMap((side) => {
    const has = side === 'public' ? capabilities.public || capabilities.publicly !== undefined : !capabilities.public;
    return has ? [{ id, side, ...capabilitiesFor(capabilities, side) }] : [];
  }));

it.each(sides.filter(({ side, id }) => side === 'public' || id === 'email'))('$id, $side: ten seconds to take an answer back', ({ undoSendSeconds }) => expect(undoSendSeconds).toBe(10));

it.each(sides.filter(({ side, id }) => side === 'private' && id !== 'email' && id !== 'chat'))('$id, $side: three seconds to take an answer back', ({ undoSendSeconds }) => expect(undoSendSeconds).toBe(3));

it('waits for nothing in a live chat, where an answer is deleted instead', () => {
  const [chat] = sides.filter(({ id }) => id === 'chat');
  expect([chat?.undoSendSeconds, chat?.delete]).toEqual([0, true]);
  expect(allConnectors.filter(({ capabilities }) => capabilities.logOnly === true).every(({ capabilities }) => capabilities.undoSendSeconds === 0)).toBe(true);
});
