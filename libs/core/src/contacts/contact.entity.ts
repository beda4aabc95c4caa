import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('contacts')
export class Contact {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId: string;
  @Column('text') name: string;
  @Column('text', { array: true, default: () => `'{}'` }) kinds: string[];
  /** Set, and refused, by hand; and by rules. `kinds` is what comes of them: the database sees to it. */
  @Column('text', { name: 'kinds_by_hand', array: true, default: () => `'{}'` }) kindsByHand: string[];
  @Column('text', { name: 'kinds_by_rule', array: true, default: () => `'{}'` }) kindsByRule: string[];
  @Column('text', { name: 'kinds_refused', array: true, default: () => `'{}'` }) kindsRefused: string[];
  /** Made by the database. */
  @Column({ type: 'text', name: 'sort_name', insert: false, update: false, select: false }) sortName: string;
  @Column({ type: 'boolean', name: 'has_email', default: false, insert: false, update: false, select: false }) hasEmail: boolean;
  @Column({ type: 'boolean', name: 'has_phone', default: false, insert: false, update: false, select: false }) hasPhone: boolean;
  @Column('text', { nullable: true }) language: string | null;
  /** Set by hand; null: guessed. */
  @Column('text', { name: 'time_zone', nullable: true }) timeZone: string | null;
  @Column('text', { nullable: true }) company: string | null;
  @Column('text', { default: '' }) note: string;
  @Column('text', { name: 'avatar_key', nullable: true }) avatarKey: string | null;
  /** Whose picture it is. */
  @Column('uuid', { name: 'avatar_identity_id', nullable: true }) avatarIdentityId: string | null;
  @Column('jsonb', { default: () => `'{}'` }) attributes: Record<string, unknown>;
  /** Set once it went up in another contact. */
  @Column('uuid', { name: 'merged_into', nullable: true }) mergedInto: string | null;
  /** Made by this import; and whether somebody changed them since, which the database notes. */
  @Column('uuid', { name: 'import_id', nullable: true }) importId: string | null;
  @Column('boolean', { name: 'import_touched', default: false }) importTouched: boolean;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' }) updatedAt: Date;
}
