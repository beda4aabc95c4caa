import { Users } from 'lucide';
import { formatList, useLocale, useStrings } from '../../../i18n';
import { Avatar, Button, Icon } from '../../../ui';
import { togetherStrings } from './together.strings';
import type { Together } from './use-together';
import './together.css';

/** Above the text: a colleague's draft that one may go on with, or who is in the one that is open. */
export function TogetherBar({ together }: { together: Together }) {
  const t = useStrings(togetherStrings);
  const locale = useLocale();
  const { offered, draft, people, inside } = together;
  if (offered !== null) {
    return (
      <div className="tog" role="group" aria-label={t('offered', { name: offered.ownerName })}>
        <Icon of={Users} />
        <p className="ell"><b>{t('offered', { name: offered.ownerName })}</b> {draft === null ? '' : draft.text.trim() === '' ? <i>{t('nothing')}</i> : <q dir="auto">{draft.text.trim().slice(0, 140)}</q>}</p>
        <Button size="sm" onClick={together.join}>{t('begin')}</Button>
      </div>
    );
  }
  if (!inside) return null;
  const others = [...new Map(people.map((person) => [person.memberId, person])).values()];
  const writing = people.find((person) => person.writing);
  const names = formatList(locale, others.map(({ name }) => name));
  return (
    <div className="tog" role="group" aria-label={t('here')}>
      <Icon of={Users} />
      <span className="tog-p">{others.slice(0, 4).map(({ memberId, name }) => <Avatar key={memberId} name={name} size="xs" />)}</span>
      <p className="ell">{together.state === 'joining' ? t('opening') : <><b>{t('here')}</b> {writing !== undefined ? t('writing', { name: writing.name }) : others.length > 0 ? t('with', { names }) : t('alone')}</>}</p>
      <Button size="sm" tone="ghost" onClick={together.leave}>{t('leave')}</Button>
      {draft?.mayKeep === true && <Button size="sm" onClick={together.keep}>{t('keep')}</Button>}
    </div>
  );
}
