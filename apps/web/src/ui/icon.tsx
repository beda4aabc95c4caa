import { clsx } from 'clsx';
import type { IconNode } from 'lucide';

export interface IconProps {
  /** A lucide icon; the ids of the design are lucide's names. */
  of: IconNode;
  size?: 12 | 14 | 16 | 20;
  className?: string;
}

/**
 * Always decoration: the element around it carries the words. Its lines are drawn once for each icon and copied into it: a screen has a hundred of
 * them, and as elements of React's own, or as markup to be read, they took a good part of the time in which a conversation opens.
 */
export function Icon({ of, size = 16, className }: IconProps) {
  return <svg className={clsx('i lu', size !== 16 && `s${size}`, className)} viewBox="0 0 24 24" aria-hidden="true" focusable="false" ref={linesOf(of)} />;
}

type Draw = (svg: SVGSVGElement | null) => void;
const drawings = new WeakMap<IconNode, Draw>();

function linesOf(icon: IconNode): Draw {
  const known = drawings.get(icon);
  if (known !== undefined) return known;
  const lines = document.createDocumentFragment();
  for (const [tag, attributes] of icon) {
    const line = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, String(value));
    lines.append(line);
  }
  const draw: Draw = (svg) => svg?.replaceChildren(lines.cloneNode(true));
  drawings.set(icon, draw);
  return draw;
}
