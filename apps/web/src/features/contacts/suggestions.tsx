import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AtSign, GitMerge, IdCard, Mail, Phone, ShieldCheck, UsersRound, type IconNode } from 'lucide';
import { useRef, useState } from 'react';
import type { ContactView, SuggestionList, SuggestionView } from '@kontuar/contract';
import { request } from '../../app/client';
import { Keys, useShortcut } from '../../app/keys';
import { addressesOf, identityAddress } from '../../app/identity-words';
import { networkName } from '../../app/network-names';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Avatar, Button, ChannelMark, Dialog, Icon, useToast } from '../../ui';
import { suggestionStrings } from './suggestions.strings';
import { useMerge } from './use-merge';

type Evidence = SuggestionView['evidence'][number];
const keyOf = (contactId: string) => [...queryKeys.contact(contactId), 'suggestions'] as const;
const icons: Record<Evidence['kind'], IconNode> = { phone: Phone, email: Mail, handle: AtSign, name: IdCard };
/** A scope begins with the connector's id. */
const connectorOf = (scope: string) => scope.split(/[:/]/)[0] ?? scope;
const shown = 3;

/** Who may be the same person on another network, and why we think so; nothing is joined until somebody says so. */
export function Suggestions({ contact }: { contact: ContactView }) {
  const t = useStrings(suggestionStrings);
  const toast = useToast();
  const client = useQueryClient();
  const [comparing, setComparing] = useState<SuggestionView | null>(null);
  const { data } = useQuery({
    queryKey: keyOf(contact.id), staleTime: 60_000, retry: false,
    queryFn: ({ signal }) => request<SuggestionList>('GET', `/contacts/${contact.id}/suggestions`, undefined, { signal }),
  });
  const dismiss = useMutation({
    mutationFn: (other: ContactView) => request<unknown>('POST', `/contacts/${contact.id}/suggestions/dismiss`, { otherId: other.id }),
    onMutate: (other) => client.setQueryData<SuggestionList>(keyOf(contact.id), (list) => list && { items: list.items.filter((item) => item.contact.id !== other.id) }),
    onSuccess: (_, other) => toast({ text: t('dismissed', { other: other.name }) }),
    onError: (error) => {
      toast({ text: t('dismissFailed', { reason: problemWords(error) }), tone: 'danger' });
      void client.invalidateQueries({ queryKey: keyOf(contact.id) });
    },
  });
  const items = data?.items.slice(0, shown) ?? [];
  const [first] = items;
  const merge = useMerge(contact);
  // One key on what stands on top, with its evidence in sight; the toast takes it back.
  const place = useRef<HTMLDivElement>(null);
  const decide = (act: (other: ContactView) => void) => () => {
    // In a narrow window the panel may be there without being seen.
    if (first === undefined || place.current === null || place.current.getClientRects().length === 0) return false;
    act(first.contact);
    return true;
  };
  useShortcut('same-person', decide((other) => void merge(other)), { when: first !== undefined && comparing === null });
  useShortcut('not-same-person', decide((other) => dismiss.mutate(other)), { when: first !== undefined && comparing === null });
  if (items.length === 0) return null;
  return (
    <div ref={place} className="same" role="group" aria-label={t('title')}>
      {items.map((item, index) => (
        <div key={item.contact.id} className="same-1">
          <p><Icon of={UsersRound} size={14} /> <b>{item.contact.name}</b>: {t('same')}</p>
          <Why evidence={item.evidence} />
          <p className="same-b">
            <Button size="sm" onClick={() => setComparing(item)}><Icon of={GitMerge} size={14} />{t('look')}</Button>
            <Button size="sm" tone="ghost" onClick={() => dismiss.mutate(item.contact)}>{t('not')}</Button>
            {index === 0 && <span className="same-k"><Keys of="same-person" /> {t('keyYes')} <Keys of="not-same-person" /> {t('keyNo')}</span>}
          </p>
        </div>
      ))}
      {comparing !== null && <Compare contact={contact} suggestion={comparing} onClose={() => setComparing(null)} />}
    </div>
  );
}

function Why({ evidence }: { evidence: readonly Evidence[] }) {
  const t = useStrings(suggestionStrings);
  return (
    <ul className="same-w">
      {evidence.map((one, index) => (
        <li key={index}>
          <Icon of={icons[one.kind]} size={12} />
          <span>
            {t(one.kind, { value: one.value, here: networkName(connectorOf(one.own.scope), undefined), there: networkName(connectorOf(one.other.scope), undefined) })}
            <Words side={one.own} /><Words side={one.other} />
            {one.verified && <span className="okc" title={t('vouched')}> <Icon of={ShieldCheck} size={12} /><span className="vh">, {t('vouched')}</span></span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The very words, where they are more than the address itself; a click leads to the letter. */
function Words({ side }: { side: Evidence['own'] }) {
  const t = useStrings(suggestionStrings);
  if (side.source !== 'signature') return null;
  const words = t('inSignature', { words: side.words });
  return <>{', '}{side.conversationId === null ? words : <Link to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: side.conversationId }}>{words}</Link>}</>;
}

/** Both side by side before they become one. */
function Compare({ contact, suggestion, onClose }: { contact: ContactView; suggestion: SuggestionView; onClose: () => void }) {
  const t = useStrings(suggestionStrings);
  const merge = useMerge(contact);
  const go = () => {
    onClose();
    void merge(suggestion.contact);
  };
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose(); }} title={t('mergeTitle')} description={t('mergeBody', { name: contact.name })}
      footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" onClick={go}>{t('mergeNow')}</Button></>}
    >
      <div className="cmp2">
        {[{ who: contact, role: t('stays') }, { who: suggestion.contact, role: t('joins') }].map(({ who, role }) => (
          <div key={who.id}>
            <p className="cmp2-n"><Avatar name={who.name} src={who.avatarUrl} size="sm" /><b>{who.name}</b> <span className="mut">{role}</span></p>
            <ul className="ids">
              {who.identities.map((identity) => <li key={identity.id}><ChannelMark connector={connectorOf(identity.scope)} label={networkName(connectorOf(identity.scope), undefined)} /><span className="ell">{identityAddress(identity) ?? identity.name ?? identity.externalId}</span></li>)}
              {who.identities.length === 0 && <li className="mut">{addressesOf(who)}</li>}
            </ul>
          </div>
        ))}
      </div>
      <section aria-label={t('why')}><p className="lab">{t('why')}</p><Why evidence={suggestion.evidence} /></section>
    </Dialog>
  );
}
