/** The site's accent, bent as little as needed so that text on it and in it can be read (WCAG AA) in both themes. */
export interface Palette { accent: string; hover: string; text: string; onSolid: string; soft: string }

type Rgb = readonly [number, number, number];
const ink: Rgb = [6, 24, 28];
const white: Rgb = [255, 255, 255];
const light: Rgb = [254, 253, 252];
const dark: Rgb = [24, 32, 34];

export function parseHex(hex: string): Rgb | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  return match ? [parseInt(match[1] ?? '', 16), parseInt(match[2] ?? '', 16), parseInt(match[3] ?? '', 16)] : null;
}
const toHex = (c: Rgb): string => `#${c.map((v) => Math.round(v).toString(16).padStart(2, '0')).join('')}`;
const mix = (a: Rgb, b: Rgb, share: number): Rgb => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];

function luminance(c: Rgb): number {
  const [r, g, b] = c.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}
/** Steps towards `end` until the contrast with `against` is enough. */
function until(color: Rgb, end: Rgb, against: Rgb, enough: number): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mix(color, end, share);
    if (contrast(candidate, against) >= enough) return candidate;
  }
  return end;
}

export function palette(hex: string, isDark: boolean): Palette | null {
  const wanted = parseHex(hex);
  if (!wanted) return null;
  const surface = isDark ? dark : light;
  const away = isDark ? white : ink;
  // A button has to stand out from the page at least 3:1, whatever colour was asked for.
  const accent = until(wanted, away, surface, 3);
  const onSolid = contrast(accent, white) >= contrast(accent, ink) ? white : ink;
  const solid = until(accent, onSolid === white ? ink : white, onSolid, 4.5);
  return {
    accent: toHex(solid), hover: toHex(mix(solid, onSolid === white ? ink : white, 0.15)), onSolid: toHex(onSolid),
    text: toHex(until(accent, away, mix(surface, accent, 0.12), 4.5)),
    soft: toHex(mix(surface, accent, isDark ? 0.22 : 0.12)),
  };
}

export function paint(root: HTMLElement, accent: string, isDark: boolean): void {
  const shades = palette(accent, isDark);
  if (!shades) return;
  for (const [name, value] of Object.entries({ accent: shades.accent, 'accent-hover': shades.hover, 'accent-text': shades.text, 'on-solid': shades.onSolid, 'accent-soft': shades.soft, focus: shades.text })) {
    root.style.setProperty(`--${name}`, value);
  }
  root.style.setProperty('--rail', isDark ? '' : `color-mix(in srgb, ${accent} 30%, #0b1416)`);
}
