import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PULSE } from '@kontuar/core';
import type { Pulse } from '@kontuar/platform';

export interface Watcher { memberId: string; typing: boolean }

export interface WatchChange { conversationId: string; memberId: string; state: 'viewing' | 'typing' | 'gone' | 'alive'; rooms: string[] }

/** Without a sign of life somebody is taken for gone: their api may have died. */
const FORGET_AFTER_MS = 40_000;
const TYPING_FOR_MS = 6000;

/** Who has which conversation open, over all api processes: each tells the others, each remembers all. */
@Injectable()
export class Watchers implements OnModuleDestroy {
  private readonly seen = new Map<string, Map<string, { typingUntil: number; until: number }>>();
  private readonly shown = new Map<string, string>();
  private readonly rooms = new Map<string, readonly string[]>();
  private readonly unsubscribe: () => void;
  private readonly listeners = new Set<(change: WatchChange) => void>();

  constructor(@Inject(PULSE) private readonly pulse: Pulse) {
    this.unsubscribe = pulse.subscribe('watch', (payload) => { this.take(JSON.parse(payload) as WatchChange); });
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }

  tell(change: WatchChange): void {
    this.pulse.publish('watch', JSON.stringify(change));
  }

  /** Called in every process for every change of what is to be seen. */
  onChange(listener: (change: WatchChange) => void): void {
    this.listeners.add(listener);
  }

  of(conversationId: string, now = Date.now()): Watcher[] {
    const all = [...(this.seen.get(conversationId) ?? [])].filter(([, entry]) => entry.until > now);
    return all.map(([memberId, entry]) => ({ memberId, typing: entry.typingUntil > now }));
  }

  /** Everything that is open somewhere and of which that room is told. */
  within(room: string, now = Date.now()): { conversationId: string; watchers: Watcher[] }[] {
    return [...this.seen.keys()].flatMap((conversationId) => {
      const watchers = this.rooms.get(conversationId)?.includes(room) === true ? this.of(conversationId, now) : [];
      return watchers.length === 0 ? [] : [{ conversationId, watchers }];
    });
  }

  private take(change: WatchChange): void {
    const now = Date.now();
    const members = this.seen.get(change.conversationId) ?? new Map<string, { typingUntil: number; until: number }>();
    if (change.state === 'gone') members.delete(change.memberId);
    else {
      // A sign of life says that the tab is open, not that the hand rests.
      const typingUntil = change.state === 'typing' ? now + TYPING_FOR_MS : change.state === 'alive' ? (members.get(change.memberId)?.typingUntil ?? 0) : 0;
      members.set(change.memberId, { until: now + FORGET_AFTER_MS, typingUntil });
    }
    for (const [memberId, entry] of members) if (entry.until <= now) members.delete(memberId);
    if (members.size === 0) {
      this.seen.delete(change.conversationId);
      this.rooms.delete(change.conversationId);
    } else {
      this.seen.set(change.conversationId, members);
      this.rooms.set(change.conversationId, change.rooms);
    }
    // Measured against what was last shown: writing ends by time alone, without a change that says so.
    const shown = JSON.stringify(this.of(change.conversationId, now));
    if (this.shown.get(change.conversationId) === shown) return;
    if (members.size === 0) this.shown.delete(change.conversationId);
    else this.shown.set(change.conversationId, shown);
    for (const listener of this.listeners) listener(change);
  }
}
