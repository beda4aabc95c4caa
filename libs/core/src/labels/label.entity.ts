import type { Label as LabelView } from '@kontuar/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('labels')
export class Label {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId: string;
  @Column('text') name: string;
  @Column('text', { default: 'neutral' }) tone: LabelView['tone'];
}
