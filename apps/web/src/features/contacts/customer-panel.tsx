import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide';
import { useState, type ReactNode } from 'react';
import type { ContactView, ConversationView } from '@kontuar/contract';
import { ApiProblem } from '../../app/client';
import { command } from '../../app/commands';
import { conversationQuery } from '../../app/directory';
import { useKeycaps } from '../../app/keys';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { KindChips } from '../../app/kind-chips';
import { formatMonth, useLocale, useStrings } from '../../i18n';
import { Avatar, Button, EmptyState, Icon, IconButton, Menu, MenuItem, Skeleton } from '../../ui';
import { contactsStrings } from './contacts.strings';
import { lazily } from '../../app/lazily';
import { History } from './history';
import { Identities } from './identities';
import { InlineEdit } from './inline-edit';
import { Fields } from './fields';
import { Pins } from './pins';
import { contactQuery, timelineQuery } from '../../app/person';
import { useContactChange, useFieldChange } from './queries';
import { Waiting } from './waiting';
import { WatchSection } from './watch-section';
import './contacts.css';

const ContextCards = lazily(() => import('./context-cards').then((file) => file.ContextCards));

const AfterSection = lazily(() => import('../../app/promises/after-section').then((part) => part.AfterSection));

/** Who writes: the person with all identities and the history on every channel. */
export function CustomerPanel({ conversationId, cases, related }: { conversationId: string; cases?: ReactNode; related?: ReactNode }) {
  const t = useStrings(contactsStrings);
  const { data: conversation } = useQuery(conversationQuery(conversationId));
  return (
    <aside className="panel" aria-label={t('panel')}>
      <IconButton className="panel-x" size="sm" label={t('close')} keys={useKeycaps('panel')} onClick={() => command('panel', { open: false })}>
        <Icon of={X} />
      </IconButton>
      {conversation === undefined ? <PanelSkeleton /> : <Person conversation={conversation} cases={cases} related={related} />}
    </aside>
  );
}

function Person({ conversation, cases, related }: { conversation: ConversationView; cases: ReactNode; related: ReactNode }) {
  const t = useStrings(contactsStrings);
  const { data: contact, error, refetch } = useQuery(contactQuery(conversation.contact.id));
  const { data: timeline } = useQuery(timelineQuery(conversation.contact.id));
  const edits = useCan('contact.edit');
  const merges = useCan('contact.merge');
  if (error !== null && contact === undefined) {
    if (error instanceof ApiProblem && (error.status === 403 || error.status === 404)) return <EmptyState art="lock" title={t('noPerm')}>{t('noPermBody')}</EmptyState>;
    return <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void refetch()}>{t('again')}</Button>}>{t('loadFailedBody', { reason: problemWords(error) })}</EmptyState>;
  }
  if (contact === undefined) return <PanelSkeleton />;
  return (
    <>
      <Head contact={contact} edits={edits} />
      {cases}
      <Pins conversationId={conversation.id} contact={contact} edits={edits} />
      <Waiting conversation={conversation} />
      <Facts contact={contact} edits={edits} />
      <ContextCards contact={contact} />
      <OwnFields conversation={conversation} contact={contact} edits={edits} />
      <Identities contact={contact} merges={merges} />
      <AfterSection contactId={contact.id} />
      <History conversation={conversation} timeline={timeline?.items} />
      {related}
      <WatchSection key={conversation.id} conversationId={conversation.id} />
    </>
  );
}

/** Of the conversation first: it is what is worked on. */
function OwnFields({ conversation, contact, edits }: { conversation: ConversationView; contact: ContactView; edits: boolean }) {
  const triages = useCan('conversation.triage');
  const change = useContactChange(contact.id);
  const fill = useFieldChange(conversation);
  return (
    <>
      <Fields subject="conversation" values={conversation.attributes ?? {}} edits={triages} onSave={fill} />
      <Fields subject="contact" values={contact.attributes} edits={edits} onSave={(key, value) => change.mutate({ attributes: { [key]: value } })} />
    </>
  );
}

function Head({ contact, edits }: { contact: ContactView; edits: boolean }) {
  const t = useStrings(contactsStrings);
  const change = useContactChange(contact.id);
  return (
    <div className="who-h">
      <Avatar name={contact.name === '' ? t('unnamed') : contact.name} src={contact.avatarUrl} size="lg" />
      <div className="who-t">
        <h2>
          <InlineEdit label={t('rename')} value={contact.name} placeholder={t('unnamed')} maxLength={200} required disabled={!edits} onSave={(name) => change.mutate({ name })} />
        </h2>
        <KindChips contact={contact} edits={edits} onChange={(kinds) => change.mutate({ kinds })} />
      </div>
    </div>
  );
}

const languages = [['pl', 'polish'], ['en', 'english'], ['de', 'german'], ['uk', 'ukrainian'], ['fr', 'french'], ['es', 'spanish'], ['it', 'italian'], ['cs', 'czech']] as const;

function Facts({ contact, edits }: { contact: ContactView; edits: boolean }) {
  const t = useStrings(contactsStrings);
  const locale = useLocale();
  const change = useContactChange(contact.id);
  const [open, setOpen] = useState(false);
  const known = languages.find(([code]) => code === contact.language);
  const spoken = known ? t(known[1]) : (contact.language ?? t('unknown'));
  const since = formatMonth(locale, new Date(contact.createdAt));
  return (
    <dl className="facts">
      <div><dt>{t('since')}</dt><dd>{since}</dd></div>
      {(edits || contact.company !== null) && (
        <div>
          <dt>{t('company')}</dt>
          <dd><InlineEdit label={t('company')} value={contact.company ?? ''} placeholder={t('add')} maxLength={200} disabled={!edits} onSave={(company) => change.mutate({ company: company === '' ? null : company })} /></dd>
        </div>
      )}
      <div>
        <dt>{t('writesIn')}</dt>
        <dd>
          {edits ? (
            <Menu label={t('language')} open={open} onOpenChange={setOpen} trigger={<button type="button" className="ie" aria-label={`${t('language')}: ${spoken}`}>{spoken}</button>}>
              {languages.map(([code, words]) => <MenuItem key={code} checked={contact.language === code} onSelect={() => change.mutate({ language: code })}>{t(words)}</MenuItem>)}
            </Menu>
          ) : spoken}
        </dd>
      </div>
    </dl>
  );
}

function PanelSkeleton() {
  return (
    <div className="panel-skel" aria-hidden="true">
      <Skeleton width={44} height={44} />
      <Skeleton width="60%" height={14} />
      <Skeleton width="80%" />
      <Skeleton width="70%" />
      <Skeleton width="90%" />
    </div>
  );
}
