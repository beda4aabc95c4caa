import type { ModerationCondition, ModerationReason } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { kindsOfCondition } from './moderation-form-state';
import { moderationStrings } from '../../app/moderation/moderation.strings';

/** Why it was hit, with the words that hit. */
export function Why({ reasons }: { reasons: readonly ModerationReason[] }) {
  const t = useStrings(moderationStrings);
  const named = (by: string): string => {
    const kind: ModerationCondition['by'] | undefined = kindsOfCondition.find((each) => each === by.replace(/^not-/, ''));
    const name = kind === undefined ? by : t(kind);
    return by.startsWith('not-') ? t('whyOpposite', { what: name }) : name;
  };
  return <p className="help">{reasons.map(({ by, found }, at) => <span key={by}>{at > 0 && ' · '}{named(by)}{found.length > 0 && <>: <mark dir="auto">{found.join(', ')}</mark></>}</span>)}</p>;
}
