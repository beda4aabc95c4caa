import type { ReportMeasure } from '@kontuar/contract';
import type { Measure } from './measure';
import { backlog, backlogAge, handling } from './measures/backlog';
import { claims } from './measures/claims';
import { lessons } from './measures/lessons';
import { promises } from './measures/promises';
import { quality } from './measures/quality';
import { reopened, resolution, resolved } from './measures/outcome';
import { firstReply, nextReply } from './measures/replies';
import { satisfaction } from './measures/satisfaction';
import { conversations, received, sent } from './measures/volume';

/** In the order in which they are offered. */
export const allMeasures: Readonly<Record<ReportMeasure, Measure>> = {
  conversations, received, sent, 'first-reply': firstReply, 'next-reply': nextReply, resolved, resolution, reopened, backlog, 'backlog-age': backlogAge, handling, satisfaction, promises, quality, claims, lessons,
};
