import { Ban, Check, CircleHelp, GitMerge, Split } from 'lucide';
import { useState } from 'react';
import type { ContactView, IdentityView } from '@kontuar/contract';
import { identityAddress } from '../../app/identity-words';
import { useLocale, useStrings, formatRelative } from '../../i18n';
import { ChannelMark, Icon, Tooltip, useNow } from '../../ui';
import { contactsStrings } from './contacts.strings';
import { MergeDialog } from './merge-dialog';
import { personStrings } from './person.strings';
import { SplitDialog } from './split-dialog';
import { Suggestions } from './suggestions';

export function Identities({ contact, merges }: { contact: ContactView; merges: boolean }) {
  const t = useStrings(contactsStrings);
  const p = useStrings(personStrings);
  const [merging, setMerging] = useState(false);
  const [splitting, setSplitting] = useState(false);
  return (
    <section>
      <h3>
        {t('identities')}
        <span className="grow" />
        {merges && contact.identities.length > 1 && <Tooltip text={p('splitHint')}><button type="button" className="lnk" onClick={() => setSplitting(true)}><Icon of={Split} size={14} />{p('split')}</button></Tooltip>}
        {merges && (
          <Tooltip text={t('mergeHint')}>
            <button type="button" className="lnk" onClick={() => setMerging(true)}><Icon of={GitMerge} size={14} />{t('merge')}</button>
          </Tooltip>
        )}
      </h3>
      <ul className="ids">
        {contact.identities.map((identity) => <Identity key={identity.id} identity={identity} />)}
      </ul>
      {merges && <Suggestions contact={contact} />}
      {splitting && <SplitDialog contact={contact} onClose={() => setSplitting(false)} />}
      {merging && <MergeDialog contact={contact} onClose={() => setMerging(false)} />}
    </section>
  );
}

function Identity({ identity }: { identity: IdentityView }) {
  const t = useStrings(contactsStrings);
  const locale = useLocale();
  const now = useNow();
  const seen = identity.lastSeenAt === null ? t('unseen') : t('lastSeen', { when: formatRelative(locale, new Date(identity.lastSeenAt), now) });
  const state = identity.blocked ? t('blocked') : identity.verified ? (identity.verifiedBy === null ? t('verified') : t('verifiedBy', { how: identity.verifiedBy })) : t('unverified');
  // Somebody who came to the counter and left no address has an id of our own making, which says nothing to anybody.
  const shown = identityAddress(identity) ?? identity.name ?? (identity.externalId.startsWith('log:') ? t('noAddress') : identity.externalId);
  return (
    <li>
      {/* A scope begins with the connector's id. */}
      <ChannelMark connector={identity.scope.split(/[:/]/)[0] ?? identity.scope} />
      <span className="ell" title={[identity.name, identityAddress(identity), seen].filter((part) => part !== null && part !== '').join(', ')}>{shown}</span>
      <span className={identity.blocked ? 'warn' : identity.verified ? 'okc' : 'mut'} role="img" aria-label={state} title={state}>
        <Icon of={identity.blocked ? Ban : identity.verified ? Check : CircleHelp} size={14} />
      </span>
    </li>
  );
}
