import { lazily } from '../lazily';

/** The words of times are a good part of the desk, and seldom needed at once. */
export const LaterChoice = lazily(() => import('./later-choice').then((part) => part.LaterChoice));
