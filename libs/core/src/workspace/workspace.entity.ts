import type { Locale } from '@kontuar/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('workspaces')
export class Workspace {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text', { default: 'en' }) locale: Locale;
  @Column('text', { name: 'time_zone', default: 'Europe/Warsaw' }) timeZone: string;
  @Column('integer', { name: 'reopen_window_hours', default: 168 }) reopenWindowHours: number;
  @Column('integer', { name: 'keep_deliveries_days', default: 30 }) keepDeliveriesDays: number;
  /** Which numbers are masked before anything is kept of them; see libs/core/src/privacy. */
  @Column('text', { array: true, default: () => `'{card}'` }) redact: string[];
  /** How long a closed case is kept for claims; null: as the law of its country says. */
  @Column('integer', { name: 'keep_cases_years', nullable: true }) keepCasesYears: number | null;
  @Column('uuid', { name: 'notice_channel_id', nullable: true }) noticeChannelId: string | null;
  @Column('boolean', { default: false }) demo: boolean;
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' }) createdAt: Date;
}
