import { startTransition, useEffect, useState } from 'react';

/** A hidden page draws no frames: there, what waits for one goes on after so long. */
const withoutFramesMs = 250;

/** Acts when the frame that is being made stands on the screen: when the one behind it begins. Answers the way to call it off. */
export function afterPaint(act: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  let frame = requestAnimationFrame(() => { frame = requestAnimationFrame(() => port2.postMessage(null)); });
  const timer = setTimeout(() => port2.postMessage(null), withoutFramesMs);
  const stop = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    port1.close();
  };
  port1.onmessage = () => {
    stop();
    act();
  };
  return stop;
}

/**
 * False in the frame in which `what` is first drawn, true from the next one on: what is not in sight, or is looked at second, is drawn then,
 * and gives way to keys and clicks.
 */
export function useAfterPaint(what: string): boolean {
  const [painted, setPainted] = useState<string | null>(null);
  useEffect(() => afterPaint(() => startTransition(() => setPainted(what))), [what]);
  return painted === what;
}
