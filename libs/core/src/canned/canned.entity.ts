import type { CannedAction, Locale } from '@kontuar/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('canned')
export class CannedAnswer {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId: string;
  @Column('text') shortcut: string;
  @Column('text') title: string;
  @Column('text') text: string;
  /** Null: for every language. */
  @Column('text', { nullable: true }) locale: Locale | null;
  @Column('text', { default: '' }) folder: string;
  /** Null: for everybody. */
  @Column('uuid', { name: 'team_id', nullable: true }) teamId: string | null;
  @Column('jsonb', { default: [] }) actions: CannedAction[];
  /** What to read before one uses it. */
  @Column('uuid', { name: 'article_id', nullable: true }) articleId: string | null;
  @Column('integer', { default: 0 }) uses: number;
}
