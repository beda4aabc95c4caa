import { useEffect, useRef, type ReactNode } from 'react';
import type { Person } from './draft-session';
import { hueOf } from '../../../ui';

type Placed = Person & { anchor: number; head: number };

/** Colleagues' carets and what they have selected, drawn below the text where they are; each with a name, because a colour says nothing by itself. */
export function CaretLayer({ text, people }: { text: string; people: readonly Person[] }) {
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = layer.current?.parentElement?.querySelector('textarea');
    if (!box) return;
    const follow = () => { if (layer.current) layer.current.scrollTop = box.scrollTop; };
    follow();
    box.addEventListener('scroll', follow);
    return () => box.removeEventListener('scroll', follow);
  });
  const placed = people.filter((person): person is Placed => person.anchor !== null && person.head !== null);
  if (placed.length === 0) return null;
  return <div ref={layer} className="ed-back tog-l" aria-hidden="true">{drawn(text, placed)}{'\n'}</div>;
}

function drawn(text: string, people: readonly Placed[]): ReactNode[] {
  const stops = [...new Set([0, text.length, ...people.flatMap(({ anchor, head }) => [anchor, head])])].filter((at) => at <= text.length).sort((a, b) => a - b);
  return stops.flatMap((at, index) => {
    const next = stops[index + 1] ?? at;
    const selecting = people.find(({ anchor, head }) => Math.min(anchor, head) <= at && at < Math.max(anchor, head));
    const words = text.slice(at, next);
    return [
      ...people.filter(({ head }) => head === at).map((person) => <Caret key={`${person.seat} ${at}`} name={person.name} />),
      selecting === undefined || words === '' ? words : <mark key={`s${at}`} className="tog-s" data-h={hueOf(selecting.name)}>{words}</mark>,
    ];
  });
}

/** The whole name while it moves, then its first letter. */
function Caret({ name }: { name: string }) {
  const [first = '', ...rest] = [...(name.trim().split(/\s+/u)[0] ?? '')];
  return <i className="tog-c" data-h={hueOf(name)}><b>{first}<span>{rest.join('')}</span></b></i>;
}
