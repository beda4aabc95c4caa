import { useQuery } from '@tanstack/react-query';
import { BookOpen, Search } from 'lucide';
import { memo, useState } from 'react';
import type { ArticleHit, ArticleRead } from '@kontuar/contract';
import { request } from '../../app/client';
import { useKeycaps, useShortcut } from '../../app/keys';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { lazily } from '../../app/lazily';
import { useLocale, useStrings } from '../../i18n';
import { Icon, IconButton, Menu, MenuItem, useToast } from '../../ui';
import { articlesStrings } from './articles.strings';
import { useCachedMessages } from './use-cached-messages';
import './articles-bar.css';

const ArticlesFind = lazily(async () => (await import('./articles-find')).ArticlesFind);

/** Asked anew when the customer says something more; an answer changes nothing. */
const staleTime = 10 * 60_000;

/** What the knowledge base has on what the customer said last: its link or its words go into the answer, in the customer's language. */
export const ArticlesBar = memo(function ArticlesBar({ conversationId, onInsert }: { conversationId: string; onInsert: (text: string) => void }) {
  const t = useStrings(articlesStrings);
  const toast = useToast();
  const caps = useKeycaps('article');
  const last = useCachedMessages(conversationId).findLast(({ direction, kind }) => direction === 'in' && kind === 'message');
  const { data: hits = [] } = useQuery({
    queryKey: [...queryKeys.knowledge, 'suggested', conversationId, last?.id],
    queryFn: ({ signal }) => request<ArticleHit[]>('GET', `/conversations/${conversationId}/articles`, undefined, { signal }),
    enabled: last !== undefined, staleTime, retry: false,
  });
  const link = ({ title, path }: ArticleHit) => onInsert(`${title}: ${location.origin}${path}`);
  const text = (hit: ArticleHit) => void request<ArticleRead>('GET', `/knowledge/articles/${hit.id}/${hit.locale}`)
    .then((read) => onInsert(read.text), (error: unknown) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }));
  const [first] = hits;
  const [finding, setFinding] = useState(false);
  const locale = useLocale();
  const spoken = last?.language == null ? locale : last.language.toLowerCase().startsWith('pl') ? 'pl' : 'en';
  // Where nothing was suggested, the key searches.
  useShortcut('article', () => { if (first === undefined) setFinding(true); else if (first.path === null) text(first); else link(first); });
  const find = finding && <ArticlesFind locale={spoken} onLink={link} onText={text} onClose={() => setFinding(false)} />;
  if (hits.length === 0) return find;
  return (
    <div className="arb" role="group" aria-label={t('group')}>
      {hits.map((hit, at) => (
        <Menu
          key={hit.id} label={t('acts', { title: hit.title })}
          trigger={<button type="button" className="chip" lang={hit.locale} title={hit.summary}><Icon of={BookOpen} size={12} /><span className="ell">{hit.title}</span>{hit.audience === 'internal' && <span className="mut"> · {t('internal')}</span>}</button>}
        >
          {hit.path !== null && <MenuItem {...(at === 0 ? { keys: caps } : {})} onSelect={() => link(hit)}>{t('link')}</MenuItem>}
          <MenuItem {...(at === 0 && hit.path === null ? { keys: caps } : {})} onSelect={() => text(hit)}>{t('text')}</MenuItem>
          {hit.path !== null && <MenuItem onSelect={() => window.open(hit.path as string, '_blank', 'noopener')}>{t('open')}</MenuItem>}
        </Menu>
      ))}
      <IconButton size="sm" tone="ghost" label={t('find')} onClick={() => setFinding(true)}><Icon of={Search} size={14} /></IconButton>
      {find}
    </div>
  );
});
