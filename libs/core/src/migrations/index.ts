import { Tenancy1700000000001 } from './0001-tenancy';
import { Channels1700000000002 } from './0002-channels';
import { Conversations1700000000003 } from './0003-conversations';
import { History1700000000004 } from './0004-history';
import { Throttle1700000000005 } from './0005-throttle';
import { ChannelHours1700000000007 } from './0007-channel-hours';
import { SearchByKey1700000000008 } from './0008-search-by-key';
import { CountTotals1700000000009 } from './0009-count-totals';
import { ContinuedThreads1700000000010 } from './0010-continued-threads';
import { IngestPaths1700000000011 } from './0011-ingest-paths';
import { OwnPreferences1700000000013 } from './0013-own-preferences';
import { PublicAndPrivate1700000000014 } from './0014-public-and-private';
import { StarsSidesFaces1700000000017 } from './0017-stars-sides-faces';
import { Moods1700000000018 } from './0018-moods';
import { SavedViews1700000000019 } from './0019-saved-views';
import { PlannedAnswers1700000000020 } from './0020-planned-answers';
import { CannedThatAct1700000000021 } from './0021-canned-that-act';
import { ForgottenAgain1700000000022 } from './0022-forgotten-again';
import { Letters1700000000023 } from './0023-letters';
import { SharedDrafts1700000000024 } from './0024-shared-drafts';
import { Asides1700000000025 } from './0025-asides';
import { NoticeMails1700000000026 } from './0026-notice-mails';
import { Moves1700000000027 } from './0027-moves';
import { NoticesAndShifts1700000000028 } from './0028-notices-and-shifts';
import { Context1700000000030 } from './0030-context';
import { Assistant1700000000031 } from './0031-assistant';

/** In the order in which they run; each can be taken back. */
export const migrations = [Tenancy1700000000001, Channels1700000000002, Conversations1700000000003, History1700000000004, Throttle1700000000005, ChannelHours1700000000007, SearchByKey1700000000008, CountTotals1700000000009, ContinuedThreads1700000000010, IngestPaths1700000000011, OwnPreferences1700000000013, PublicAndPrivate1700000000014, StarsSidesFaces1700000000017, Moods1700000000018, SavedViews1700000000019, PlannedAnswers1700000000020, CannedThatAct1700000000021, ForgottenAgain1700000000022, Letters1700000000023, SharedDrafts1700000000024, Asides1700000000025, NoticeMails1700000000026, Moves1700000000027, NoticesAndShifts1700000000028, Context1700000000030, Assistant1700000000031];
