import type { Row } from './row';
import { rowsOfAnswers } from './rows-of-answers';
import { rowsOfMessages } from './rows-of-messages';
import { rowsOfPosts } from './rows-of-posts';
import { rowsOfWebhooks } from './rows-of-webhooks';

/** Every platform that is played is held to these; what one can't show, `absent.ts` names with the reason. */
export const allRows: readonly Row[] = [...rowsOfMessages, ...rowsOfWebhooks, ...rowsOfAnswers, ...rowsOfPosts];
