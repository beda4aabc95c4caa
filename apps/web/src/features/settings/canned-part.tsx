import { useQuery } from '@tanstack/react-query';
import { Paperclip, Zap } from 'lucide';
import type { Canned } from '@kontuar/contract';
import { request } from '../../app/client';
import { cannedQuery, useTeams } from '../../app/directory';
import { useActionWords } from '../../app/macros/action-words';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Icon, Tag } from '../../ui';
import { CannedForm } from './canned-form';
import { cannedStrings } from './canned.strings';
import { ListPart } from './list-part';
import { settingsStrings } from './settings.strings';

const again = ({ shortcut, title, text, locale, folder, teamId, actions, attachments }: Canned) =>
  request('POST', '/canned', { shortcut, title, text, locale, folder, teamId, actions, attachmentIds: attachments.map(({ id }) => id) });

export function CannedPart() {
  const t = useStrings(settingsStrings);
  const c = useStrings(cannedStrings);
  const words = useActionWords();
  const teams = useTeams();
  const canned = useQuery(cannedQuery);
  const byFolder = canned.data === undefined ? canned : { ...canned, data: [...canned.data].sort((a, b) => a.folder.localeCompare(b.folder) || a.shortcut.localeCompare(b.shortcut)) };
  return (
    <ListPart
      query={byFolder}
      words={{ title: t('canned'), lead: t('cannedLead'), add: t('cannedNew'), empty: t('cannedEmpty'), emptyBody: t('cannedEmptyBody') }}
      manages={useCan('canned.manage')}
      nameOf={({ title }) => title}
      searched={({ shortcut, title, text, folder }) => `${shortcut} ${title} ${folder} ${text}`}
      row={{
        mark: ({ shortcut }) => <kbd>/{shortcut}</kbd>,
        detail: ({ text, folder, actions }) => [folder, text, ...actions.map(words)].filter((part) => part !== '').join(' · '),
        aside: ({ locale, uses, teamId, actions, attachments }) => (
          <>
            {actions.length > 0 && <Tag className="with-i"><Icon of={Zap} size={12} />{c('steps', { count: actions.length })}</Tag>}
            {attachments.length > 0 && <Tag className="with-i"><Icon of={Paperclip} size={12} />{attachments.length}</Tag>}
            {teamId !== null && <Tag>{teams.find(({ id }) => id === teamId)?.name ?? ''}</Tag>}
            {locale !== null && <Tag>{locale}</Tag>}
            <span className="lst-x wide">{uses > 0 && t('cannedUses', { count: uses })}</span>
          </>
        ),
      }}
      removal={{ path: ({ id }) => `/canned/${id}`, keys: [queryKeys.canned], undo: again }}
      form={(answer, close) => <CannedForm answer={answer} close={close} />}
    />
  );
}
