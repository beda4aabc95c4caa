import { useState } from 'react';
import { cachedConversation } from '../../app/acts/cached';
import { openCases } from '../../app/acts/open-cases';
import { openCasesStrings } from '../../app/acts/open-cases.strings';
import { setMatter } from '../../app/acts/perform';
import { useMatterName } from '../../app/matters/matters';
import { PickDialog, type PickOption } from '../../app/pick/pick-dialog';
import { rank } from '../../app/pick/rank';
import { useStrings } from '../../i18n';
import { aboutWords } from './about';

/** Many are claims at once: what one person wrote on several channels is mostly one thing, so that is what Enter does. */
export function CasesDialog({ ids, matter, onClose }: { ids: readonly string[]; matter: string; onClose: () => void }) {
  const t = useStrings(openCasesStrings);
  const named = useMatterName();
  const [query, setQuery] = useState('');
  // What this window does not hold counts for itself; the server goes by who they are.
  const people = new Set(ids.map((id) => cachedConversation(id)?.contact.id ?? id)).size;
  const then = (act: () => Promise<unknown>) => () => {
    onClose();
    void act();
  };
  const options: PickOption[] = [
    ...(people < ids.length ? [{ id: 'person', label: t('perPerson'), detail: t('cases', { count: people }), run: then(() => openCases(ids, matter, 'person')) }] : []),
    { id: 'conversation', label: t('perConversation'), detail: t('cases', { count: ids.length }), run: then(() => openCases(ids, matter, 'conversation')) },
    { id: 'none', label: t('noCase'), run: then(() => setMatter(ids, matter)) },
  ].filter(({ label }) => rank(query, label) > 0);
  return <PickDialog title={t('title')} placeholder={t('how', { what: named(matter) })} query={query} onQueryChange={setQuery} chip={aboutWords(ids)} onClose={onClose} groups={[{ id: 'c', title: t('ways'), options }]} />;
}
