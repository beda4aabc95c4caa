import { clsx } from 'clsx';
import type { IconNode } from 'lucide';

export interface IconProps {
  /** A lucide icon; the ids of the design are lucide's names. */
  of: IconNode;
  size?: 12 | 14 | 16 | 20;
  className?: string;
}

/**
 * Always decoration: the element around it carries the words. Its lines are written into it as markup, once for each icon: a screen has a hundred of
 * them, and as elements of React's own they took a fifth of the time in which a conversation opens.
 */
export function Icon({ of, size = 16, className }: IconProps) {
  return <svg className={clsx('i lu', size !== 16 && `s${size}`, className)} viewBox="0 0 24 24" aria-hidden="true" focusable="false" dangerouslySetInnerHTML={drawingOf(of)} />;
}

const drawings = new WeakMap<IconNode, { __html: string }>();

/** The library's own constants: nothing that anybody wrote gets in here. */
function drawingOf(icon: IconNode): { __html: string } {
  const drawn = drawings.get(icon) ?? { __html: icon.map(([tag, attributes]) => `<${tag}${Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`).join('')}/>`).join('') };
  drawings.set(icon, drawn);
  return drawn;
}
