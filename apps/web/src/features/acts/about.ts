import { cachedConversation } from '../../app/acts/cached';
import { translate } from '../../i18n';
import { dialogStrings } from './dialogs.strings';

/** For the chip of a dialog: the customer's name, or how many. */
export function aboutWords(ids: readonly string[]): string {
  const name = ids.length === 1 && ids[0] !== undefined ? (cachedConversation(ids[0])?.contact.name ?? '') : '';
  return translate(dialogStrings, 'about', { count: ids.length, name });
}
