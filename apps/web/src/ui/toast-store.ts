export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'danger';
  /** Takes the act back; shown as the Undo button, also reached by Z. */
  undo?: () => void;
  /** What may come next, as a second button. */
  next?: { label: string; run: () => void };
  durationMs: number;
}
export type ToastInput = { text: string; tone?: Toast['tone']; undo?: () => void; next?: Toast['next']; durationMs?: number };

let current: Toast | null = null;
let count = 0;
/** Acts that the server has not answered, and whether Z was pressed meanwhile: it means the newest, whose toast is still to come. */
let underWay = 0;
let wanted = false;
const listeners = new Set<() => void>();

function change(next: Toast | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** One at a time, the newest wins. Acts with an undo stay for 10 s, others for 5 s. Returns how to take it away. */
export function showToast(input: ToastInput): () => void {
  if (wanted && input.undo !== undefined) {
    wanted = false;
    input.undo();
    return () => undefined;
  }
  const id = ++count;
  change({
    id,
    text: input.text,
    tone: input.tone ?? 'plain',
    durationMs: input.durationMs ?? (input.undo ? 10_000 : 5000),
    ...(input.undo ? { undo: input.undo } : {}),
    ...(input.next ? { next: input.next } : {}),
  });
  return () => dismissToast(id);
}

export function dismissToast(id: number): void {
  if (current?.id === id) change(null);
}

/** Runs an act that ends with a toast. */
export async function acting<T>(run: () => Promise<T>): Promise<T> {
  underWay += 1;
  try {
    return await run();
  } finally {
    underWay -= 1;
    if (underWay === 0) wanted = false;
  }
}

/** For the Z key: true when there was something to take back, or will be in a moment. */
export function undoLast(): boolean {
  if (underWay > 0) {
    wanted = true;
    return true;
  }
  return undoShown();
}

/** For the button of the toast that is shown. */
export function undoShown(): boolean {
  const undo = current?.undo;
  if (!undo) return false;
  change(null);
  undo();
  return true;
}

export function currentToast(): Toast | null {
  return current;
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
