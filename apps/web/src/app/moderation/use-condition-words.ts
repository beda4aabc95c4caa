import type { ModerationCondition } from '@kontuar/contract';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { languageName } from '../language-name';
import { conditionsStrings } from './conditions.strings';
import { moderationStrings } from './moderation.strings';

/** A rule may have hundreds of words; as many tell what it is about. */
const SHOWN = 4;

/** What a condition asks for, in words: the end of "when …". */
export function useConditionWords(): (condition: ModerationCondition) => string {
  const t = useStrings(conditionsStrings);
  const name = useStrings(moderationStrings);
  const locale = useLocale();
  const list = (items: readonly string[]): string => {
    const shown = items.length > SHOWN ? [...items.slice(0, SHOWN), '…'] : items;
    return new Intl.ListFormat(locale, { type: 'disjunction' }).format(shown);
  };
  const named = (items: readonly ('positive' | 'neutral' | 'negative' | 'post' | 'ad' | 'story' | 'video' | 'listing' | 'app')[]) => list(items.map((item) => name(item).toLocaleLowerCase(locale)));
  return (condition) => {
    const { by, not } = condition;
    switch (by) {
      // What stands in quotes is looked for as written; here all words do.
      case 'words': return t(not ? 'notWords' : 'words', { list: list(condition.of.map((word) => t('quoted', { word: word.replace(/^["„“”]+|["„“”]+$/g, '') }))) });
      case 'link': return not ? t('notLink') : condition.except.length === 0 ? t('link') : t('linkBut', { list: list(condition.except) });
      case 'phoneNumber': return t(not ? 'notPhoneNumber' : 'phoneNumber');
      case 'emojiOnly': return t(not ? 'notEmojiOnly' : 'emojiOnly');
      case 'shouting': return t(not ? 'notShouting' : 'shouting');
      case 'newAuthor': return t(not ? 'notNewAuthor' : 'newAuthor', { count: condition.days });
      case 'youngAccount': return t(not ? 'notYoungAccount' : 'youngAccount', { count: condition.days });
      case 'fewWords': return condition.atMost === 0 ? t(not ? 'wroteBefore' : 'neverWrote') : t(not ? 'notFewWords' : 'fewWords', { count: condition.atMost });
      case 'hiddenBefore': return t(not ? 'notHiddenBefore' : 'hiddenBefore', { count: condition.atLeast });
      case 'language': return t(not ? 'notLanguage' : 'language', { list: list(condition.of.map((code) => languageName(locale, code) ?? code)) });
      case 'mood': return t(not ? 'notMood' : 'mood', { list: named(condition.of) });
      case 'postKind': return t(not ? 'notPostKind' : 'postKind', { list: named(condition.of) });
      case 'repeated': {
        const said = { times: formatNumber(locale, condition.times), hours: formatNumber(locale, condition.hours) };
        return condition.from === 'author' ? t(not ? 'notRepeatedByAuthor' : 'repeatedByAuthor', said) : t(not ? 'notRepeated' : 'repeated', said);
      }
      default: throw new Error(`no words for ${JSON.stringify(condition satisfies never)}`);
    }
  };
}
