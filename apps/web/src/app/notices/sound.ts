import type { NoticeChoices, NoticeView } from '@kontuar/contract';

/** At most one sound in this time, however much arrives. */
const restMs = 10_000;

export interface SoundFacts { notices: readonly NoticeView[]; choices: NoticeChoices['sound']; hidden: boolean; lastAt: number; now: number }

/** Whether any of what may disturb is heard: a kind that was chosen, only behind another window where that was chosen, and not right after the last one. */
export function isHeard({ notices, choices, hidden, lastAt, now }: SoundFacts): boolean {
  if (choices.volume === 0 || !notices.some(({ kind }) => choices.kinds.includes(kind))) return false;
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
