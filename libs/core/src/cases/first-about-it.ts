import { matterOf, type MatterOptions } from '@kontuar/language';
import { isBareThanks } from '../ingest/thanks';

export interface Said { fromCustomer: boolean; text: string; hasFiles: boolean }

/** Where a guess is this sure, it is right in 96 of 100 and more. */
const SURE = 0.85;
/** As little as this makes it possible that somebody speaks of a fault. */
const MAYBE_FAULT = 0.1;
/** What may be a claim in other words: the law asks for no form. */
const faults = new Set(['report', 'complaint', 'claim', 'warranty']);

/** A greeting says nothing, and goes with what comes next. */
type Reading = 'fault' | 'another' | 'nothing' | 'unclear';

/**
 * Which message of a conversation, in their order, is the customer's first about what a case is opened for. The term runs from there, so all that could be about it counts: passed over is only
 * what was answered before anybody spoke of a fault, and is surely about something else. Undefined: the customer said nothing. Pure.
 */
export function firstAboutIt(messages: readonly Said[], options: MatterOptions = {}): number | undefined {
  const first = messages.findIndex(({ fromCustomer }) => fromCustomer);
  if (first < 0) return undefined;
  let from = first;
  let turn: Reading[] = [];
  for (let at = first; at < messages.length; at += 1) {
    const message = messages[at] as Said;
    if (message.fromCustomer) {
      const reading = readingOf(message, options);
      if (reading === 'fault') return from;
      // From here on nothing is passed over: whether they speak of a fault later only says that they do at all.
      if (reading === 'unclear') return faultLater(messages, at, options) ? from : first;
      turn.push(reading);
    } else if (turn.includes('another')) {
      const next = messages.findIndex(({ fromCustomer }, later) => fromCustomer && later > at);
      if (next < 0) return first;
      [from, turn] = [next, []];
    }
  }
  // No word of a fault at all: then the first may as well be the one.
  return first;
}

const faultLater = (messages: readonly Said[], after: number, options: MatterOptions): boolean =>
  messages.some((message, at) => at > after && message.fromCustomer && readingOf(message, options) === 'fault');

function readingOf({ text, hasFiles }: Said, options: MatterOptions): Reading {
  if (!hasFiles && isBareThanks(text)) return 'another';
  const { matter, confidence, odds } = matterOf(text, options);
  const ofFaults = odds.reduce((sum, one) => sum + (faults.has(one.matter) ? one.probability : 0), 0);
  if (ofFaults >= 0.5) return 'fault';
  if (hasFiles) return 'unclear';
  if (odds.length === 0) return text.trim() === '' ? 'unclear' : 'nothing';
  return matter !== null && confidence >= SURE && ofFaults < MAYBE_FAULT ? 'another' : 'unclear';
}
