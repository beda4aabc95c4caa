import { Swipe } from './swipe';

const both = { right: true, left: true };

describe('a finger on a row', () => {
  it('acts once it has gone far enough across, and not when it comes back', () => {
    const swipe = new Swipe(100, 100, both);
    expect(swipe.move(106, 100)).toBeUndefined();
    expect(swipe.move(150, 104)).toEqual({ by: 50, side: 'right', acts: false });
    expect(swipe.end()).toBeNull();
    expect(swipe.move(200, 104)).toEqual({ by: 100, side: 'right', acts: true });
    expect(swipe.end()).toBe('right');
    swipe.move(120, 104);
    expect(swipe.end()).toBeNull();
    swipe.move(0, 104);
    expect(swipe.end()).toBe('left');
  });

  it('scrolls when it goes along, however far it strays afterwards', () => {
    const swipe = new Swipe(100, 100, both);
    expect(swipe.move(105, 130)).toBeNull();
    expect(swipe.move(300, 130)).toBeNull();
    expect(swipe.end()).toBeNull();
  });

  it('gives way only a little where nothing is allowed', () => {
    const swipe = new Swipe(300, 100, { right: true, left: false });
    expect(swipe.move(100, 100)).toEqual({ by: -30, side: 'left', acts: false });
    expect(swipe.end()).toBeNull();
  });
});
