import { h } from 'preact';
/** Own set on a 16 grid; names follow lucide. */
const paths = {
  x: 'm4 4 8 8M12 4l-8 8',
  back: 'M9.7 4.5 6.3 8l3.4 3.5',
  right: 'M3 8h9.7M9 4.2 12.8 8 9 11.8',
  up: 'M8 13V3.3M4.2 7 8 3.2 11.8 7',
  check: 'm3.4 8.5 3 3 6.2-7',
  clock: 'M8 2.4a5.6 5.6 0 1 1 0 11.2A5.6 5.6 0 0 1 8 2.4Zm0 2.9V8l1.9 1.3',
  message: 'M3.5 2.8h9a1.2 1.2 0 0 1 1.2 1.2v6.2a1.2 1.2 0 0 1-1.2 1.2H6.8L3.6 13.8v-2.4h-.1A1.2 1.2 0 0 1 2.3 10.2V4a1.2 1.2 0 0 1 1.2-1.2Z',
  clip: 'm13 7.3-5.1 5.1a3 3 0 0 1-4.3-4.3l5.3-5.2a2 2 0 0 1 2.9 2.8L6.6 10.9a1 1 0 0 1-1.5-1.4l4.8-4.7',
  mail: 'M3.5 3.3h9A1.5 1.5 0 0 1 14 4.8v6.4a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11.2V4.8a1.5 1.5 0 0 1 1.5-1.5Zm-1 1.3L8 8.8l5.5-4.2',
  book: 'M8 4.2C6.7 3.2 5 2.8 2.3 2.8v9.4c2.7 0 4.4.4 5.7 1.4 1.3-1 3-1.4 5.7-1.4V2.8C11 2.8 9.3 3.2 8 4.2Zm0 0v9.2',
  file: 'M9 2.2H4.7a.9.9 0 0 0-.9.9v9.8a.9.9 0 0 0 .9.9h6.6a.9.9 0 0 0 .9-.9V5.4ZM9 2.2v3.2h3.2',
  phone: 'M5.6 3.6 4.5 4a1.1 1.1 0 0 0-.8 1.2c.5 3.5 3.6 6.6 7.1 7.1a1.1 1.1 0 0 0 1.2-.8l.4-1.1-2.4-1.3-1.1 1c-1-.5-1.7-1.3-2.2-2.2l1-1.1Z',
  whatsapp: 'M5.9 4.2c-1.6.5-2 1.7-1.5 3 .8 2 2.4 3.6 4.4 4.4 1.3.5 2.5.1 3-1.5L9.9 9l-.9.9C7.8 9.4 6.8 8.3 6.2 7l.9-.9Z',
  counter: 'M4 10a4 4 0 0 1 8 0ZM3.2 12.2h9.6M8 6V4.5',
  web: 'M8 2.4a5.6 5.6 0 1 1 0 11.2A5.6 5.6 0 0 1 8 2.4ZM2.6 8h10.8M8 2.5c3 3.3 3 7.7 0 11-3-3.3-3-7.7 0-11',
};
export type IconName = keyof typeof paths;

export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  return <svg class={small ? 'i s14' : 'i'} viewBox="0 0 16 16" aria-hidden="true"><path d={paths[name]} /></svg>;
}

export function Mark() {
  return <svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path class="mark-b" d="M4.5 16a7.5 7.5 0 0 1 15 0Z" /><path class="mark-l" d="M2.5 19.5h19" /><circle class="mark-b" cx="12" cy="5.6" r="1.7" /></svg>;
}

export interface Person { name: string; avatarUrl: string | null; initials: string }

export function Avatar({ person }: { person: Person }) {
  const hue = [...person.name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
  return <span class="av" data-h={hue} aria-hidden="true">{person.avatarUrl ? <img src={person.avatarUrl} alt="" /> : <b>{person.initials}</b>}</span>;
}
