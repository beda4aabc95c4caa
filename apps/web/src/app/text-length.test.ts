import { lengthIn, lengthReport } from './text-length';

describe('length of a text', () => {
  it('counts what the platform counts', () => {
    const text = 'żółw 👍🏽';
    expect(lengthIn('utf16', text)).toBe(9);
    expect(lengthIn('code-points', text)).toBe(7);
    expect(lengthIn('graphemes', text)).toBe(6);
    expect(lengthIn('bytes', text)).toBe(16);
    expect(lengthIn('graphemes', `${text} https://shop.example/${'a'.repeat(90)}`, 23)).toBe(30);
  });

  it('says nothing without a limit', () => {
    expect(lengthReport('a'.repeat(100_000), {})).toBeNull();
  });

  it('speaks up from four fifths on, and says how much is too much', () => {
    const limit = { maxTextLength: 10, lengthUnit: 'code-points' as const };
    expect(lengthReport('a'.repeat(7), limit)?.state).toBe('quiet');
    expect(lengthReport('a'.repeat(8), limit)).toEqual({ used: 8, max: 10, left: 2, state: 'near' });
    expect(lengthReport('👍'.repeat(10), limit)?.state).toBe('near');
    expect(lengthReport('a'.repeat(12), limit)).toMatchObject({ left: -2, state: 'over' });
  });
});
