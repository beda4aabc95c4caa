import { textFrame } from './broadcast';

describe('a frame for many sockets', () => {
  it.each([
    [5, [0x81, 5]],
    [125, [0x81, 125]],
    [126, [0x81, 126, 0, 126]],
    [65_535, [0x81, 126, 255, 255]],
    [65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
  ])('says its length of %p bytes in the shortest way', (length, head) => {
    const frame = textFrame('x'.repeat(length));
    expect([...frame.subarray(0, head.length)]).toEqual(head);
    expect(frame.length).toBe(head.length + length);
  });

  it('counts bytes, not characters', () => {
    expect(textFrame('zażółć 👋').subarray(2).toString()).toBe('zażółć 👋');
  });
});
