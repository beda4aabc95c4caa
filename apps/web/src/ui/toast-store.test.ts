import { currentToast, dismissToast, showToast, subscribeToasts, undoLast } from './toast-store';

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

  it('tells those who watch', () => {
    const seen = jest.fn();
    const stop = subscribeToasts(seen);
    const dismiss = showToast({ text: 'x' });
    stop();
    dismiss();
    expect(seen).toHaveBeenCalledTimes(1);
  });
});
