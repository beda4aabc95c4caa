import { answerTasks } from './answer';
import { makeThumbnail } from './thumbnail';

answerTasks<{ picture: Uint8Array }>(({ picture }) => makeThumbnail(Buffer.from(picture)));
