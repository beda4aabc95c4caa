/** In the order in which one reads: rail, views, list, thread, composer, customer. */
const regions = ['.rail', '.nav', '.list', '.thread .tl', '.cmp', '.panel'] as const;
const focusable = 'a[href]:not([tabindex="-1"]), button:not([disabled]):not([tabindex="-1"]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [contenteditable="true"], [tabindex="0"]';

/** F6: from column to column, as in a desktop program. False when there is nowhere to go. */
export function stepRegion(by: 1 | -1): boolean {
  const shown = regions.map((selector) => document.querySelector<HTMLElement>(selector)).filter((element): element is HTMLElement => element !== null && element.getClientRects().length > 0);
  if (shown.length === 0) return false;
  const at = shown.findLastIndex((element) => element.contains(document.activeElement));
  const next = shown[((at < 0 && by < 0 ? 0 : at) + by + shown.length) % shown.length];
  if (next === undefined) return false;
  const current = next.querySelector<HTMLElement>('[aria-current="true"], [aria-current="page"], .row-a[tabindex="0"], .ed, textarea');
  const into = next.matches('[tabindex]') ? next : current && current.matches(focusable) ? current : next.querySelector<HTMLElement>(focusable);
  into?.focus();
  return into !== undefined && into !== null;
}
