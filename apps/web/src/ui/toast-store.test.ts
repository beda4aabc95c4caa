import { acting, currentToast, dismissToast, showToast, subscribeToasts, undoLast, undoShown } from './toast-store';

describe('toasts', () => {
  it('shows one at a time, the newest', () => {
    showToast({ text: 'first' });
    const dismiss = showToast({ text: 'second' });
    expect(currentToast()?.text).toBe('second');
    dismiss();
    expect(currentToast()).toBeNull();
  });

  it('lets an older one that is dismissed late not take the newer away', () => {
    const dismissOld = showToast({ text: 'old' });
    showToast({ text: 'new' });
    dismissOld();
    expect(currentToast()?.text).toBe('new');
    dismissToast(currentToast()?.id ?? 0);
  });

  it('keeps what can be undone for 10 seconds and undoes it once', () => {
    const undo = jest.fn();
    showToast({ text: 'sent', undo });
    expect(currentToast()?.durationMs).toBe(10_000);
    expect([undoLast(), undoLast()]).toEqual([true, false]);
    expect(undo).toHaveBeenCalledTimes(1);
  });

  it('takes an act back as soon as it is done when that was asked for while it was under way', async () => {
    const [older, newer] = [jest.fn(), jest.fn()];
    showToast({ text: 'older', undo: older });
    let answer: () => void = () => undefined;
    const act = acting(async () => {
      await new Promise<void>((resolve) => { answer = resolve; });
      showToast({ text: 'newer', undo: newer });
    });
    expect(undoLast()).toBe(true);
    answer();
    await act;
    expect([older.mock.calls.length, newer.mock.calls.length, currentToast()?.text]).toEqual([0, 1, 'older']);
    expect(undoShown()).toBe(true);
    expect(older).toHaveBeenCalledTimes(1);
  });

  it('forgets what was asked for when the act fails', async () => {
    const act = acting(async () => {
      await Promise.resolve();
      showToast({ text: 'not done' });
    });
    undoLast();
    await act;
    const undo = jest.fn();
    showToast({ text: 'the next', undo });
    expect(undo).not.toHaveBeenCalled();
    dismissToast(currentToast()?.id ?? 0);
  });

  it('tells those who watch', () => {
    const seen = jest.fn();
    const stop = subscribeToasts(seen);
    const dismiss = showToast({ text: 'x' });
    stop();
    dismiss();
    expect(seen).toHaveBeenCalledTimes(1);
  });
});
