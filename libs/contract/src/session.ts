import { z } from 'zod';
import { email, id, instant, locale, password, shortText } from './primitives';
import { role, verb } from './access';
import { dutyView } from './shifts';

export const setupState = z.object({ needed: z.boolean() });
export const setupInput = z.object({ workspaceName: shortText, name: shortText, email, password, locale: locale.default('en') });
export type SetupInput = z.infer<typeof setupInput>;

/** `code` is for a second factor; ignored by accounts without one. */
export const loginInput = z.object({ email, password: z.string().min(1).max(200), code: z.string().max(12).optional() });
export type LoginInput = z.infer<typeof loginInput>;

/** What a member changed about the keyboard: `single: false` silences keys without Ctrl, `remapped` gives a shortcut other keys (none: off). */
export const keyChoices = z.object({
  single: z.boolean(),
  remapped: z.record(z.string().max(40), z.array(z.string().min(1).max(40)).max(4)).refine((all) => Object.keys(all).length <= 100, { message: 'At most 100 shortcuts' }),
});
export type KeyChoices = z.infer<typeof keyChoices>;

export const me = z.object({
  user: z.object({
    id, name: z.string(), email: z.string(), locale,
    /** Made from the address, because nobody was asked: ask at the first sign-in. */
    nameGuessed: z.boolean(),
  }),
  /** The membership that this session acts for. */
  member: z.object({
    id, role, teamIds: z.array(id), avatarUrl: z.string().nullable(),
    /** Seconds a reply waits; null: the channel's own default. */
    undoSendSeconds: z.number().int().nullable(),
    signature: z.string(),
    keys: keyChoices,
  }),
  workspace: z.object({ id, name: z.string(), locale, timeZone: z.string() }),
  /** Other workspaces of the same user. */
  workspaces: z.array(z.object({ id, name: z.string() })),
  can: z.array(verb),
});
export type Me = z.infer<typeof me>;

export const profilePatch = z.object({
  name: shortText, locale, undoSendSeconds: z.number().int().min(0).max(30).nullable(), signature: z.string().max(4000), keys: keyChoices,
  currentPassword: z.string().max(200), newPassword: password,
}).partial();
export type ProfilePatch = z.infer<typeof profilePatch>;

export const switchInput = z.object({ workspaceId: id });

export const invitationInput = z.object({ email, name: shortText.optional(), role, teamIds: z.array(id).max(50).default([]) });
export type InvitationInput = z.infer<typeof invitationInput>;
export const invitation = z.object({
  id, email: z.string(), role, createdAt: instant, expiresAt: instant,
  /** Only in the answer to its creation: shown once, never stored in clear. */
  url: z.string().optional(),
});
export type Invitation = z.infer<typeof invitation>;
export const invitationPreview = z.object({ workspaceName: z.string(), email: z.string(), role, existingUser: z.boolean() });
export type InvitationPreview = z.infer<typeof invitationPreview>;
export const acceptInvitationInput = z.object({ name: shortText.optional(), password: z.string().min(1).max(200), locale: locale.default('en') });
export type AcceptInvitationInput = z.infer<typeof acceptInvitationInput>;

export const presence = z.enum(['on', 'away', 'off']);
export type Presence = z.infer<typeof presence>;
export const member = z.object({
  id, userId: id, name: z.string(), email: z.string(), role, teamIds: z.array(id),
  avatarUrl: z.string().nullable(), active: z.boolean(),
  /** On: works now and a screen of theirs is there. Away and off by their shift, or because nobody is at the screen. */
  presence, duty: dutyView, openCount: z.number().int(),
});
export type Member = z.infer<typeof member>;
export const memberPatch = z.object({ role, teamIds: z.array(id).max(50), active: z.boolean() }).partial();
export type MemberPatch = z.infer<typeof memberPatch>;
export const presenceInput = z.object({ presence });

/** A 'group' is only named in notes: no conversation is given to it. */
export const team = z.object({ id, name: z.string(), kind: z.enum(['team', 'branch', 'group']), memberIds: z.array(id),
  /** Of the members: who approves answers of the team. */
  leadIds: z.array(id), openCount: z.number().int() });
export type Team = z.infer<typeof team>;
export const teamInput = z.object({ name: shortText, kind: z.enum(['team', 'branch', 'group']).default('team'), memberIds: z.array(id).max(500).default([]), leadIds: z.array(id).max(500).default([]) });
export type TeamInput = z.infer<typeof teamInput>;
export const teamPatch = z.object({ name: shortText, kind: z.enum(['team', 'branch', 'group']), memberIds: z.array(id).max(500), leadIds: z.array(id).max(500) }).partial();
export type TeamPatch = z.infer<typeof teamPatch>;

export const workspaceSettings = z.object({
  name: shortText, locale, timeZone: z.string().max(60),
  /** A resolved conversation reopens when the customer writes within this many hours; later a new one is linked to it. */
  reopenWindowHours: z.number().int().min(0).max(24 * 365),
  /** Days for which raw deliveries are kept. */
  keepDeliveriesDays: z.number().int().min(1).max(365),
  /** The mailbox that tells members by email; null: nobody is told by email. */
  noticeChannelId: id.nullable(),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;
export const workspacePatch = workspaceSettings.partial();
export type WorkspacePatch = z.infer<typeof workspacePatch>;

export const tokenScope = z.enum(['read', 'write', 'admin']);
export const apiTokenInput = z.object({ name: shortText, scopes: z.array(tokenScope).min(1).max(3), expiresAt: instant.optional() });
export type ApiTokenInput = z.infer<typeof apiTokenInput>;
/** `token` only in the answer to its creation. */
export const apiToken = z.object({
  id, name: z.string(), scopes: z.array(tokenScope), createdAt: instant, lastUsedAt: instant.nullable(), expiresAt: instant.nullable(), token: z.string().optional(),
});
export type ApiToken = z.infer<typeof apiToken>;
