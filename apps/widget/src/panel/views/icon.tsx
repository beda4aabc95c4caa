import { h } from 'preact';
/** Own set on a 16 grid; names follow lucide. What only few windows show is in more-icons.ts. */
const paths = {
  x: 'm4 4 8 8M12 4l-8 8',
  back: 'M9.7 4.5 6.3 8l3.4 3.5',
  right: 'M3 8h9.7M9 4.2 12.8 8 9 11.8',
  up: 'M8 13V3.3M4.2 7 8 3.2 11.8 7',
  check: 'm3.4 8.5 3 3 6.2-7',
  clock: 'M8 2.4a5.6 5.6 0 1 1 0 11.2A5.6 5.6 0 0 1 8 2.4Zm0 2.9V8l1.9 1.3',
  message: 'M3.5 2.8h9a1.2 1.2 0 0 1 1.2 1.2v6.2a1.2 1.2 0 0 1-1.2 1.2H6.8L3.6 13.8v-2.4h-.1A1.2 1.2 0 0 1 2.3 10.2V4a1.2 1.2 0 0 1 1.2-1.2Z',
  clip: 'm13 7.3-5.1 5.1a3 3 0 0 1-4.3-4.3l5.3-5.2a2 2 0 0 1 2.9 2.8L6.6 10.9a1 1 0 0 1-1.5-1.4l4.8-4.7',
  file: 'M9 2.2H4.7a.9.9 0 0 0-.9.9v9.8a.9.9 0 0 0 .9.9h6.6a.9.9 0 0 0 .9-.9V5.4ZM9 2.2v3.2h3.2',
};
export function Icon({ small = false, ...of }: ({ name: keyof typeof paths } | { path: string }) & { small?: boolean }) {
  return <svg class={small ? 'i s14' : 'i'} viewBox="0 0 16 16" aria-hidden="true"><path d={'path' in of ? of.path : paths[of.name]} /></svg>;
}

export function Mark() {
  return <svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path class="mark-b" d="M4.5 16a7.5 7.5 0 0 1 15 0Z" /><path class="mark-l" d="M2.5 19.5h19" /><circle class="mark-b" cx="12" cy="5.6" r="1.7" /></svg>;
}

export interface Person { name: string; avatarUrl: string | null; initials: string }

export function Avatar({ person }: { person: Person }) {
  const hue = [...person.name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
  return <span class="av" data-h={hue} aria-hidden="true">{person.avatarUrl ? <img src={person.avatarUrl} alt="" /> : <b>{person.initials}</b>}</span>;
}
