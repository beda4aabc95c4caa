import type { NoticeChoices, NoticesEvent } from '@kontuar/contract';

/** At most one sound in this time, however much arrives. */
const restMs = 10_000;

export interface SoundFacts { event: NoticesEvent; choices: NoticeChoices['sound']; hidden: boolean; lastAt: number; now: number }

/** Whether this is heard: a kind that was chosen, not in a quiet time, only behind another window where that was chosen, and not right after the last one. */
export function isHeard({ event, choices, hidden, lastAt, now }: SoundFacts): boolean {
  if (event.newest === null || event.quiet || choices.volume === 0 || !choices.kinds.includes(event.newest.kind)) return false;
  return (hidden || !choices.onlyHidden) && now - lastAt >= restMs;
}

let context: AudioContext | undefined;

/** Two soft tones, made here: nothing to fetch. A browser that wants a click first stays silent. */
export function play(volume: number): void {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
    const { currentTime: start, destination } = context;
    for (const [at, pitch] of [[0, 660], [0.12, 880]] as const) {
      const [tone, loudness] = [context.createOscillator(), context.createGain()];
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0, start + at);
      loudness.gain.linearRampToValueAtTime(volume * 0.25, start + at + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0001, start + at + 0.28);
      tone.connect(loudness).connect(destination);
      tone.start(start + at);
      tone.stop(start + at + 0.3);
    }
  } catch {
    // Without sound the list and the title still tell.
  }
}
