import { Position } from './position';

describe('our position in the feed', () => {
  it('moves with events that follow one another', () => {
    const position = new Position();
    position.confirm(10);
    position.see(11);
    position.see(12);
    expect(position.certain).toBe(12);
    expect(position.isBehind(12)).toBe(false);
  });

  it('stays before a hole until the missing event or REST fills it', () => {
    const position = new Position();
    position.confirm(10);
    position.see(13);
    position.see(12);
    expect(position.certain).toBe(10);
    expect(position.isBehind(10)).toBe(true);
    position.see(11);
    expect(position.certain).toBe(13);
    position.see(20);
    position.confirm(19);
    expect(position.certain).toBe(20);
    expect(position.isBehind(20)).toBe(false);
  });

  it('is behind when the server stands further, and counts nothing before it knows where it starts', () => {
    const position = new Position();
    position.see(5);
    expect(position.isBehind(9)).toBe(false);
    position.confirm(9);
    expect(position.isBehind(9)).toBe(false);
    expect(position.isBehind(11)).toBe(true);
  });

  it('notices a server whose feed began anew', () => {
    const position = new Position();
    position.confirm(500);
    expect(position.isAheadOf(3)).toBe(true);
    position.restart(3);
    expect(position.certain).toBe(3);
  });
});
