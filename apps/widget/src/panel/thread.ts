import type { VisitorMessage } from '@kontuar/contract';
import type { Pending } from './state';

/** Newest version of each message, in order. Answers may overtake each other: order comes from seq alone. */
export function mergeMessages(known: readonly VisitorMessage[], fresh: readonly VisitorMessage[]): VisitorMessage[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of fresh) byId.set(message.id, message);
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

/** What the server already shows leaves the list of what is on its way. */
export function settle(pending: readonly Pending[], messages: readonly VisitorMessage[]): Pending[] {
  const arrived = new Set(messages.map((message) => message.clientId));
  return pending.filter((one) => !arrived.has(one.clientId));
}

export interface Group { from: VisitorMessage['from']; author: VisitorMessage['author']; messages: VisitorMessage[]; day: string | null }

/** Runs of one author within five minutes share one name and one time; a new day starts with its date. */
export function group(messages: readonly VisitorMessage[]): Group[] {
  const groups: Group[] = [];
  let day = '';
  for (const message of messages) {
    const last = groups.at(-1);
    const previous = last?.messages.at(-1);
    const today = new Date(message.at).toDateString();
    const near = previous !== undefined && Date.parse(message.at) - Date.parse(previous.at) < 300_000;
    if (last && near && today === day && last.from === message.from && last.author?.name === message.author?.name) last.messages.push(message);
    else groups.push({ from: message.from, author: message.author, messages: [message], day: today === day ? null : message.at });
    day = today;
  }
  return groups;
}

export type Piece = { text: string } | { link: string };

/** Addresses in plain text become links; everything else stays text. Only http and https ever become a link. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"']+/giu)) {
    const link = match[0].replace(/[.,;:!?)\]}”’]+$/u, '');
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ link });
    from = match.index + link.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}
