import type { Locale } from '@kontuar/contract';
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
  @Column('integer', { default: 0 }) uses: number;
}
