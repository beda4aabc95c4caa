import type { Role, Verb } from '@kontuar/contract';

/** Who acts, made from a credential alone: never from a body, a path or a header. */
export interface MemberActor {
  kind: 'member';
  workspaceId: string;
  memberId: string;
  userId: string;
  name: string;
  role: Role;
  teamIds: readonly string[];
  /** Channels that this member may read; 'all' for the roles that see everything. */
  channelIds: 'all' | readonly string[];
  /** Set when the credential is an API token: narrows what the role allows. */
  scopes?: readonly ('read' | 'write' | 'admin')[];
}

/** Timers, connectors and rules. */
export interface SystemActor { kind: 'system'; workspaceId: string }

export type Actor = MemberActor | SystemActor;

/** What of a resource matters to the decision. */
export type Resource =
  | { kind: 'conversation'; channelId: string; assigneeId: string | null; teamId: string | null }
  | { kind: 'channel'; channelId: string }
  | { kind: 'approval'; channelId: string; assigneeId: string | null; teamId: string | null; authorId: string; askedIds: readonly string[] }
  | { kind: 'member'; memberId: string; role: Role };

export type { Role, Verb };
