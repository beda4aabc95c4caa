import type { FeedEvent } from '@kontuar/contract';
import type { Actor } from '../access/actor';
import { actorOf, type Happening } from './history';

type Directory = Extract<FeedEvent, { type: 'directory.changed' }>['what'];

/** Tells screens to fetch a list again. Goes beside the event that says what exactly happened. */
export const directoryChanged = (actor: Actor, what: Directory, subjectId?: string): Happening => ({
  type: 'directory.changed', actor: actorOf(actor), ...(subjectId === undefined ? {} : { subjectId }), data: { what },
});
