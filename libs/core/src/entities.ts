import type { MixedList } from 'typeorm';
import { ApiTokenRow } from './api-tokens/api-token.entity';
import { CannedAnswer } from './canned/canned.entity';
import { Contact } from './contacts/contact.entity';
import { Identity } from './contacts/identity.entity';
import { Label } from './labels/label.entity';
import { Workspace } from './workspace/workspace.entity';

/** TypeORM's picture of the tables that simple services read and write; a test holds it against the migrations. */
export const entities: MixedList<new () => object> = [ApiTokenRow, CannedAnswer, Contact, Identity, Label, Workspace];
