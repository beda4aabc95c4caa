import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide';
import type { ContactView, ConversationView } from '@kontuar/contract';
import { ApiProblem } from '../../app/client';
import { KindChips } from '../../app/kind-chips';
import { useShortcut } from '../../app/keys';
import { useCan } from '../../app/me';
import { TalkRow } from '../../app/people/talk-row';
import { contactQuery, timelineQuery } from '../../app/person';
import { problemWords } from '../../app/problem-words';
import { NothingHere } from '../../app/states';
import { useLocale, useStrings } from '../../i18n';
import { Avatar, Button, EmptyState, Icon, Skeleton } from '../../ui';
import { AfterSection } from '../../app/promises/after-section';
import { Companies } from './companies';
import { Consents } from './consents';
import { ContextCards } from './context-cards';
import { Fields } from './fields';
import { Happened } from './happened';
import { Identities } from './identities';
import { InlineEdit } from './inline-edit';
import { PersonData } from './person-data';
import { Joinings } from './joinings';
import { personStrings } from './person.strings';
import { useContactChange } from './queries';
import './contacts.css';
import './person.css';

/** Everything about one person, apart from any conversation. */
export function PersonScreen() {
  const t = useStrings(personStrings);
  const { contactId } = useParams({ strict: false }) as { contactId: string };
  const { data: contact, error, refetch } = useQuery(contactQuery(contactId));
  const { data: timeline } = useQuery(timelineQuery(contactId));
  useShortcut('back', () => history.back());
  if (error !== null && contact === undefined) {
    if (error instanceof ApiProblem && error.status === 404) return <NothingHere />;
    return <main className="page" id="content" tabIndex={-1}><EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void refetch()}>{t('again')}</Button>}>{problemWords(error)}</EmptyState></main>;
  }
  return (
    <main className="page pers" id="content" tabIndex={-1} aria-label={contact?.name ?? t('title')}>
      <p className="crumb"><Link to="/contacts"><Icon of={ChevronLeft} size={14} />{t('title')}</Link></p>
      {contact === undefined ? <Skeleton width="50%" height={22} /> : <Person contact={contact} timeline={timeline?.items} />}
    </main>
  );
}

function Person({ contact, timeline }: { contact: ContactView; timeline: readonly ConversationView[] | undefined }) {
  const t = useStrings(personStrings);
  const locale = useLocale();
  const change = useContactChange(contact.id);
  const edits = useCan('contact.edit');
  const merges = useCan('contact.merge');
  const manages = useCan('privacy.manage');
  const name = contact.name === '' ? t('unnamed') : contact.name;
  return (
    <>
      <header className="pers-h">
        <Avatar name={name} src={contact.avatarUrl} size="lg" />
        <div>
          <h1><InlineEdit label={t('rename')} value={contact.name} placeholder={t('unnamed')} maxLength={200} required disabled={!edits} onSave={(next) => change.mutate({ name: next })} /></h1>
          <KindChips contact={contact} edits={edits} onChange={(kinds) => change.mutate({ kinds })} />
        </div>
      </header>
      <div className="pers-g">
        <div className="pers-m">
          <section className="pers-t" aria-label={t('timeline')}>
            <h2>{t('timeline')} <span className="mut">{timeline?.length ?? ''}</span></h2>
            {timeline === undefined && <Skeleton width="80%" />}
            {timeline !== undefined && timeline.length === 0 && <p className="mut">{t('noTimeline')}</p>}
            <ol className="talk-l">{timeline?.map((row) => <TalkRow key={row.id} row={row} />)}</ol>
          </section>
          <Happened contactId={contact.id} />
        </div>
        <div className="panel pers-p">
          <dl className="facts"><div><dt>{t('since')}</dt><dd>{new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', { month: 'long', year: 'numeric' }).format(new Date(contact.createdAt))}</dd></div></dl>
          <ContextCards contact={contact} />
          <Companies contact={contact} edits={edits} />
          <Identities contact={contact} merges={merges} />
          <Fields subject="contact" values={contact.attributes} edits={edits} onSave={(key, value) => change.mutate({ attributes: { [key]: value } })} />
          <AfterSection contactId={contact.id} />
          <Consents contact={contact} edits={edits} />
          {manages && <PersonData contact={contact} />}
          <Joinings contact={contact} merges={merges} />
        </div>
      </div>
    </>
  );
}
