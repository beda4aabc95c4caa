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

export function NoteText({ text, members }: { text: string; members: readonly Mentionable[] }) {
  return (
    <>
      {mentionParts(text, members).map((part, index) =>
        part.memberId === null ? <PlainText key={index} text={part.text} /> : <span key={index} className="at">{part.text}</span>)}
    </>
  );
}
