import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('identities')
export class Identity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId: string;
  @Column('uuid', { name: 'contact_id' }) contactId: string;
  @Column('text') scope: string;
  @Column('text', { name: 'external_id' }) externalId: string;
  @Column('text', { nullable: true }) handle: string | null;
  @Column('text', { nullable: true }) name: string | null;
  @Column('text', { name: 'avatar_ref', nullable: true }) avatarRef: string | null;
  @Column('boolean', { default: false }) verified: boolean;
  @Column('text', { name: 'verified_by', nullable: true }) verifiedBy: string | null;
  @Column('boolean', { default: false }) blocked: boolean;
  @Column('timestamptz', { name: 'last_seen_at', nullable: true }) lastSeenAt: Date | null;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
}
