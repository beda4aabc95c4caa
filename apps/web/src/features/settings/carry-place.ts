/** Before which entry somebody who points at `y` means, by the middles of all. */
export const placeAt = (boxes: readonly { top: number; bottom: number }[], y: number): number => boxes.filter(({ top, bottom }) => y > (top + bottom) / 2).length;
