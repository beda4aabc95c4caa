import type { Inbound, InboundMessage, Json, Party } from '@kontuar/connectors/contract';
import { redactHtml, redactText, type RedactionKind } from '@kontuar/contract';

export interface Arrivals { inbounds: Inbound[]; /** Something was masked: the raw delivery must not be kept either. */ masked: boolean }

/** Facts that are read by programs: masked they would lead nowhere. */
const technical = /(?:^|[a-z])(?:id|url|uri|link|token|payload|button|code)$/i;

/** Before anything is kept of what came in: numbers that nobody here needs are masked in its words, its look, its subject, what it quotes, the names of its files and of the people in it, and the facts beside it. */
export function redactArrivals(inbounds: readonly Inbound[], kinds: readonly RedactionKind[]): Arrivals {
  if (kinds.length === 0) return { inbounds: [...inbounds], masked: false };
  let masked = false;
  const mask = (met: Set<RedactionKind>) => {
    const text = (words: string): string => {
      const done = redactText(words, kinds);
      for (const kind of done.kinds) met.add(kind);
      return done.text;
    };
    const html = (source: string): string => {
      const done = redactHtml(source, kinds);
      for (const kind of done.kinds) met.add(kind);
      return done.text;
    };
    const value = (one: Json): Json => (typeof one === 'string' ? text(one) : Array.isArray(one) ? one.map(value) : one);
    // What the platform goes on by stays as it is.
    const facts = (one: Json, name = ''): Json => {
      if (typeof one === 'string') return technical.test(name) ? one : text(one);
      if (Array.isArray(one)) return one.map((each) => facts(each, name));
      return typeof one === 'object' && one !== null ? Object.fromEntries(Object.entries(one).map(([key, each]) => [key, facts(each, key)])) : one;
    };
    const fields = (all: Record<string, Json>): Record<string, Json> => Object.fromEntries(Object.entries(all).map(([key, field]) => [key, value(field)]));
    // Whoever writes their number into the name that others see, too. Never what finds them: an id, an address.
    const party = (one: Party): Party => ({ ...one, ...(one.name === undefined ? {} : { name: text(one.name) }), ...(one.fields === undefined ? {} : { fields: fields(one.fields) }) });
    return { text, html, facts, fields, party };
  };
  const message = (one: InboundMessage): InboundMessage => {
    const met = new Set<RedactionKind>();
    const { text, html, facts, fields, party } = mask(met);
    const next: InboundMessage = { ...one, text: text(one.text), from: party(one.from) };
    if (one.replyTo !== undefined) next.replyTo = party(one.replyTo);
    if (one.to !== undefined) next.to = one.to.map(party);
    if (one.cc !== undefined) next.cc = one.cc.map(party);
    if (one.subject !== undefined) next.subject = text(one.subject);
    if (one.html !== undefined) next.html = html(one.html);
    if (one.quoted !== undefined) next.quoted = text(one.quoted);
    if (one.quotedHtml !== undefined) next.quotedHtml = html(one.quotedHtml);
    if (one.attachments !== undefined) next.attachments = one.attachments.map((file) => Object.assign(file, { name: text(file.name) }));
    if (one.fields !== undefined) next.fields = fields(one.fields);
    if (one.extra !== undefined) next.extra = facts(one.extra);
    if (met.size === 0) return next;
    masked = true;
    // Shown beside the message, so that nobody asks the customer for what they wrote.
    const extra = typeof next.extra === 'object' && next.extra !== null && !Array.isArray(next.extra) ? next.extra : {};
    return { ...next, extra: { ...extra, redacted: [...met] } };
  };
  const done = inbounds.map((inbound): Inbound => {
    if (inbound.kind === 'message') return message(inbound);
    if (inbound.kind === 'receipt' && inbound.message !== undefined) return { ...inbound, message: message(inbound.message) };
    if (inbound.kind === 'edit') {
      const met = new Set<RedactionKind>();
      const { text, html } = mask(met);
      const next = { ...inbound, text: text(inbound.text), ...(inbound.html === undefined ? {} : { html: html(inbound.html) }) };
      if (met.size > 0) masked = true;
      return next;
    }
    if (inbound.kind === 'notice' || inbound.kind === 'typing' || inbound.kind === 'reaction' || inbound.kind === 'identity') {
      const met = new Set<RedactionKind>();
      const { party, facts } = mask(met);
      const next = { ...inbound, from: party(inbound.from), ...(inbound.kind === 'notice' && inbound.data !== undefined ? { data: facts(inbound.data) as Record<string, Json> } : {}) };
      if (met.size > 0) masked = true;
      return next;
    }
    return inbound;
  });
  return { inbounds: done, masked };
}
