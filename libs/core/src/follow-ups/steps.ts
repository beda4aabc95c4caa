import type { FollowUpPreset, FollowUpStep } from '@kontuar/contract';
import { momentOf, wallTime, weekdayOf, type WallTime } from '../time-zones/wall-clock';

export interface StepClock { timeZone: string; businessDays: boolean }

/** When a step comes, counted from the one before. Days keep the time on the clock there, also over its change; business days leave weekends out. */
export function stepDueAt(from: Date, { after }: Pick<FollowUpStep, 'after'>, { timeZone, businessDays }: StepClock): Date {
  if (after.unit !== 'days') {
    const at = new Date(from.getTime() + after.amount * (after.unit === 'hours' ? 3_600_000 : 60_000));
    return businessDays ? outOfWeekend(at, timeZone) : at;
  }
  const wall = wallTime(from, timeZone);
  let days = 0;
  for (let left = after.amount; left > 0;) {
    days += 1;
    if (!businessDays || !isWeekend(plus(wall, days))) left -= 1;
  }
  return momentOf(plus(wall, days), timeZone);
}

/** Of all steps from `first` on, one after the other. */
export function stepTimes(from: Date, steps: readonly FollowUpStep[], clock: StepClock): Date[] {
  let at = from;
  return steps.map((step) => (at = stepDueAt(at, step, clock)));
}

function outOfWeekend(at: Date, timeZone: string): Date {
  const wall = wallTime(at, timeZone);
  let days = 0;
  while (isWeekend(plus(wall, days))) days += 1;
  return days === 0 ? at : momentOf(plus(wall, days), timeZone);
}

const isWeekend = (wall: WallTime): boolean => [0, 6].includes(weekdayOf(wall));

function plus(wall: WallTime, days: number): WallTime {
  const moved = new Date(Date.UTC(wall.year, wall.month - 1, wall.day + days));
  return { ...wall, year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** What a step may know of the conversation. */
export interface StepWords { contactName: string; agentName: string; workspaceName: string; number: number }

/** The text of a step as the customer will read it. What nothing is known for disappears with the space before it: "Hello ,"  becomes "Hello,". */
export function fillStep(text: string, words: StepWords): string {
  const first = /^\p{Lu}[\p{L}'’-]+(?= |$)/u.exec(words.contactName.trim())?.[0] ?? '';
  const values: Record<string, string> = { 'contact.first': first, 'contact.name': words.contactName, 'agent.name': words.agentName, 'agent.first': words.agentName.split(' ')[0] ?? '', 'workspace.name': words.workspaceName, 'conversation.number': String(words.number) };
  return text.replace(/( ?)\{\{\s*([\w.]+)\s*\}\}/g, (whole, space: string, key: string) => {
    const value = values[key];
    if (value === undefined) return whole;
    return value === '' ? '' : `${space}${value}`;
  });
}

/** A gap that nobody filled. */
export const unfilled = (text: string): boolean => /\{\{[^{}]*\}\}/.test(text);

type BuiltIn = Pick<FollowUpPreset, 'id' | 'name' | 'steps' | 'businessDays'>;
const step = (amount: number, unit: FollowUpStep['after']['unit'], act: FollowUpStep['act'], text = ''): FollowUpStep => ({ after: { amount, unit }, act, text });

const presets: Record<'en' | 'pl', BuiltIn[]> = {
  en: [
    {
      id: 'two-days-twice-close', name: 'In 2 days, once more, then close', businessDays: true,
      steps: [
        step(2, 'days', 'send', 'Hello {{contact.first}}, I am writing to ask whether my last message reached you. If you have any question, just reply to this message.'),
        step(2, 'days', 'send', 'Hello {{contact.first}}, we have not heard from you, so we will close this conversation for now. Whenever you reply, we carry on where we stopped.'),
        step(2, 'days', 'close'),
      ],
    },
    { id: 'remind-two-days', name: 'Remind me in 2 days', businessDays: true, steps: [step(2, 'days', 'remind')] },
    { id: 'close-week', name: 'Close in 7 days', businessDays: false, steps: [step(7, 'days', 'close')] },
  ],
  pl: [
    {
      id: 'two-days-twice-close', name: 'Za 2 dni, potem jeszcze raz, potem zamknij', businessDays: true,
      steps: [
        step(2, 'days', 'send', 'Dzień dobry, chcemy zapytać, czy nasza ostatnia wiadomość dotarła. W razie pytań wystarczy odpowiedzieć na tę wiadomość.'),
        step(2, 'days', 'send', 'Dzień dobry, nie mamy jeszcze odpowiedzi, więc na razie zamkniemy tę rozmowę. Gdy przyjdzie odpowiedź, wrócimy do niej od razu.'),
        step(2, 'days', 'close'),
      ],
    },
    { id: 'remind-two-days', name: 'Przypomnij mi za 2 dni', businessDays: true, steps: [step(2, 'days', 'remind')] },
    { id: 'close-week', name: 'Zamknij za 7 dni', businessDays: false, steps: [step(7, 'days', 'close')] },
  ],
};

/** In the customer's language as far as it is known: what is sent is for them. */
export const builtInPresets = (language: string | null, locale: 'en' | 'pl'): BuiltIn[] => {
  const wanted = (language ?? locale).slice(0, 2) === 'pl' ? 'pl' : 'en';
  return presets[locale].map((preset) => ({ ...preset, steps: presets[wanted].find((one) => one.id === preset.id)?.steps ?? preset.steps }));
};

export const isBuiltInPreset = (id: string): boolean => presets.en.some((preset) => preset.id === id);
