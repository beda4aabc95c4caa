type Rgb = readonly [number, number, number];
export const paper: Rgb = [255, 255, 255];
export const night: Rgb = [19, 26, 28];
const ink: Rgb = [10, 20, 23];
/** Of text that is small (WCAG AA), with a little to spare for a tint behind it. */
const ENOUGH = 4.8;

const each = (of: (at: 0 | 1 | 2) => number): Rgb => [of(0), of(1), of(2)];
export const parse = (hex: string): Rgb => each((at) => parseInt(hex.slice(1 + 2 * at, 3 + 2 * at), 16));
const toHex = (color: Rgb): string => `#${color.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
const mix = (a: Rgb, b: Rgb, share: number): Rgb => each((at) => a[at] + (b[at] - a[at]) * share);

function luminance(color: Rgb): number {
  const [r = 0, g = 0, b = 0] = color.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function until(color: Rgb, end: Rgb, against: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mix(color, end, share);
    if (contrast(candidate, against) >= ENOUGH) return candidate;
  }
  return end;
}

/** The colour of the house for links and buttons, bent as little as needed to be read, by day and by night. `on`: what is written on it. */
export function brandOf(accent: string): { day: string; night: string; onDay: string; onNight: string } {
  const color = /^#[0-9a-f]{6}$/i.test(accent) ? parse(accent) : parse('#026271');
  const [day, dark] = [until(color, ink, paper), until(color, paper, night)];
  return { day: toHex(day), night: toHex(dark), onDay: '#ffffff', onNight: toHex(ink) };
}
