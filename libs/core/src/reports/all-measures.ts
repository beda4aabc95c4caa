import type { ReportMeasure } from '@kontuar/contract';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import type { Measure } from './measure';
import { backlog, backlogAge, handling } from './measures/backlog';
import { claims } from './measures/claims';
import { lessons } from './measures/lessons';
import { promises } from './measures/promises';
import { quality } from './measures/quality';
import { reopened, resolution, resolved } from './measures/outcome';
import { firstReply, nextReply } from './measures/replies';
import { satisfaction } from './measures/satisfaction';
import { answered, health, mentions, mood, reach, replyTime, voice } from './measures/heard';
import { conversations, received, sent } from './measures/volume';

/** In the order in which they are offered. */
export const allMeasures: Readonly<Record<ReportMeasure, Measure>> = {
  conversations, received, sent, 'first-reply': firstReply, 'next-reply': nextReply, resolved, resolution, reopened, backlog, 'backlog-age': backlogAge, handling, satisfaction, promises, quality, claims, lessons,
  mentions, 'mention-mood': mood, 'mention-reach': reach, 'share-of-voice': voice, 'mention-answered': answered, 'mention-reply': replyTime, 'brand-health': health,
};

export const measuresOf = (of: 'care' | 'heard'): Measure[] => Object.values(allMeasures).filter(({ heard }) => (heard !== undefined) === (of === 'heard'));

/** What is said in public is for whoever may listen. */
export const mayRead = (actor: MemberActor, measures: readonly Measure[]): boolean => measures.every(({ heard }) => can(actor, heard === undefined ? 'report.read' : 'listening.read'));
export const mayReadKeys = (actor: MemberActor, keys: readonly ReportMeasure[] | undefined): boolean => mayRead(actor, keys?.map((key) => allMeasures[key]) ?? measuresOf('care'));
