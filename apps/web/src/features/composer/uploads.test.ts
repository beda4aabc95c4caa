import { refusalOf } from './uploads';

const file = (size: number, type = 'image/png') => ({ size, type });

describe('files that a channel would refuse', () => {
  const limits = { maxCount: 2, maxBytes: 1000, contentTypes: ['image/*', 'application/pdf'] };

  it('are refused before they are sent, each with its reason', () => {
    expect(refusalOf(file(10), 0, false)).toBe('none-here');
    expect(refusalOf(file(10), 2, limits)).toBe('too-many');
    expect(refusalOf(file(1001), 0, limits)).toBe('too-large');
    expect(refusalOf(file(10, 'text/html'), 0, limits)).toBe('wrong-type');
    expect(refusalOf(file(0), 0, limits)).toBe('empty');
  });

  it('pass when they fit', () => {
    expect(refusalOf(file(1000, 'application/pdf'), 1, limits)).toBeNull();
    expect(refusalOf(file(10, 'text/plain'), 0, { maxCount: 1, maxBytes: 10 })).toBeNull();
  });

  it('may go into a note on any channel', () => {
    expect(refusalOf(file(10, 'text/html'), 0, 'note')).toBeNull();
  });
});
