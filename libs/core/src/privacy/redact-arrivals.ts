import type { Inbound, InboundMessage, Json } from '@kontuar/connectors/contract';
import { redactHtml, redactText, type RedactionKind } from '@kontuar/contract';

export interface Arrivals { inbounds: Inbound[]; /** Something was masked: the raw delivery must not be kept either. */ masked: boolean }

/** Before anything is kept of what came in: numbers that nobody here needs are masked in its words, its look, its subject and what it quotes. */
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
    return { text, html, value };
  };
  const message = (one: InboundMessage): InboundMessage => {
    const met = new Set<RedactionKind>();
    const { text, html, value } = mask(met);
    const next: InboundMessage = { ...one, text: text(one.text) };
    if (one.subject !== undefined) next.subject = text(one.subject);
    if (one.html !== undefined) next.html = html(one.html);
    if (one.quoted !== undefined) next.quoted = text(one.quoted);
    if (one.quotedHtml !== undefined) next.quotedHtml = html(one.quotedHtml);
    if (one.attachments !== undefined) next.attachments = one.attachments.map((file) => Object.assign(file, { name: text(file.name) }));
    if (one.fields !== undefined) next.fields = Object.fromEntries(Object.entries(one.fields).map(([key, field]) => [key, value(field)]));
    if (met.size === 0) return next;
    masked = true;
    // Shown beside the message, so that nobody asks the customer for what they wrote.
    const extra = typeof one.extra === 'object' && one.extra !== null && !Array.isArray(one.extra) ? one.extra : {};
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
    return inbound;
  });
  return { inbounds: done, masked };
}
