import type { Mentionable } from '../../app/mentions';
import { mentionParts } from '../../app/mentions';
import { linkify } from './linkify';

/** Plain text as people wrote it: lines kept, addresses clickable. */
export function PlainText({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map((part, index) =>
        part.href === null ? part.text : <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">{part.text}</a>)}
    </>
  );
}

/** Whom a note named, by the names of that moment: a later name does not make it unreadable. */
export function namedIn(extra: unknown): { named: Mentionable[]; unreached: string[] } {
  const kept = extra as { mentioned?: unknown; unreached?: unknown } | null;
  const names = Array.isArray(kept?.mentioned) ? (kept.mentioned as { id?: unknown; name?: unknown; kind?: unknown }[]) : [];
  return {
    named: [
      ...names.flatMap(({ id, name }) => (typeof name === 'string' && name !== '' ? [{ id: String(id), name }, { id: String(id), name: `${name}!` }] : [])),
      ...(names.some(({ kind }) => kind === 'shift') ? [{ id: 'shift', name: 'on shift' }, { id: 'shift', name: 'na zmianie' }] : []),
    ],
    unreached: Array.isArray(kept?.unreached) ? kept.unreached.map(String) : [],
  };
}

export function NoteText({ text, members }: { text: string; members: readonly Mentionable[] }) {
  return (
    <>
      {mentionParts(text, members).map((part, index) =>
        part.memberId === null ? <PlainText key={index} text={part.text} /> : <span key={index} className="at">{part.text}</span>)}
    </>
  );
}
