import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('identities')
export class Identity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId: string;
  @Column('uuid', { name: 'contact_id' }) contactId: string;
  /** Whose it is but for merges; null: the contact's. */
  @Column('uuid', { name: 'home_id', nullable: true }) homeId: string | null;
  @Column('text') scope: string;
  @Column('text', { name: 'external_id' }) externalId: string;
  @Column('text', { nullable: true }) handle: string | null;
  @Column('text', { nullable: true }) name: string | null;
  @Column('text', { name: 'avatar_ref', nullable: true }) avatarRef: string | null;
  @Column('boolean', { default: false }) verified: boolean;
  @Column('text', { name: 'verified_by', nullable: true }) verifiedBy: string | null;
  @Column('boolean', { default: false }) blocked: boolean;
  /** As the platform says it, for suggesting whom to link; E.164 and lower case. */
  @Column('text', { nullable: true }) phone: string | null;
  @Column('text', { nullable: true }) email: string | null;
  @Column('timestamptz', { name: 'profile_due_at', nullable: true }) profileDueAt: Date | null;
  @Column('uuid', { name: 'profile_channel_id', nullable: true }) profileChannelId: string | null;
  @Column('integer', { name: 'profile_attempts', default: 0 }) profileAttempts: number;
  @Column('timestamptz', { name: 'pictured_at', nullable: true }) picturedAt: Date | null;
  /** Where the platform tells. */
  @Column('timestamptz', { name: 'account_since', nullable: true }) accountSince: Date | null;
  @Column('timestamptz', { name: 'last_seen_at', nullable: true }) lastSeenAt: Date | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
}
