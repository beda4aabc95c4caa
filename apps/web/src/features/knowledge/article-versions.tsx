import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { letterText } from '@kontuar/contract/letter-text';
import { useState } from 'react';
import type { Article, ArticleText } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useStrings } from '../../i18n';
import { Button, Dialog, RelativeTime, Tag, useToast } from '../../ui';
import { compare } from './compare';
import { knowledgeStrings } from './knowledge.strings';
import { articleQuery, revisionQuery, revisionsQuery } from './queries';
import { useFailed } from './use-failed';

const whole = ({ title, summary, html }: { title: string; summary: string; html: string }): string => [title, summary, letterText(html)].filter((part) => part !== '').join('\n\n');

/** Every version, what it differs in from what stands there now, and the way back to it. */
export function ArticleVersions({ articleId, text, close, restored }: { articleId: string; text: ArticleText; close: () => void; restored: (article: Article) => void }) {
  const t = useStrings(knowledgeStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const members = useMembers();
  const { locale } = text;
  const revisions = useQuery({ ...revisionsQuery(articleId, locale), staleTime: 0 }).data ?? [];
  const [chosen, choose] = useState<number>();
  const shown = chosen ?? revisions.find(({ number }) => number !== text.revision)?.number ?? text.revision;
  const old = useQuery({ ...revisionQuery(articleId, locale, shown), staleTime: 0 }).data;
  const restore = useMutation({
    mutationFn: () => request<Article>('POST', `/articles/${articleId}/texts/${locale}/restore`, { version: text.version, revision: shown }),
    onSuccess: (article) => { cache.setQueryData(articleQuery(articleId).queryKey, article); toast({ text: t('restored', { number: shown }) }); restored(article); close(); },
    onError: failed,
  });
  const stretches = old === undefined ? [] : compare(whole(old), whole(text));
  return (
    <Dialog open onOpenChange={close} size="wide" title={t('versions', { language: t(locale) })} footer={<><Button onClick={close}>{t('cancel')}</Button><Button tone="primary" disabled={shown === text.revision} busy={restore.isPending} onClick={() => restore.mutate()}>{t('restore')}</Button></>}>
      <div className="kb-ver">
        <ul>
          {revisions.map(({ number, madeAt, madeBy, publishedAt, restoredFrom }) => (
            <li key={number}>
              <button type="button" aria-pressed={number === shown} onClick={() => choose(number)}>
                <b>{t('version', { number })}</b> {number === text.revision && <Tag>{t('now')}</Tag>} {publishedAt !== null && <Tag tone="ok">{t('wasPublished')}</Tag>}
                <span className="mut">{members.find(({ id }) => id === madeBy)?.name ?? t('somebody')} · <RelativeTime at={madeAt} />{restoredFrom !== null && ` · ${t('from', { number: restoredFrom })}`}</span>
              </button>
            </li>
          ))}
        </ul>
        <div className="kb-dif" lang={locale} role="region" aria-label={t('difference')} tabIndex={0}>
          {stretches.every(({ kind }) => kind === 'same') ? <p className="mut">{t('same')}</p> : stretches.map(({ kind, text: said }, at) => (kind === 'same' ? <span key={at}>{said}</span> : kind === 'gone' ? <del key={at}><span className="vh">{t('gone')}: </span>{said}</del> : <ins key={at}><span className="vh">{t('added')}: </span>{said}</ins>))}
        </div>
      </div>
    </Dialog>
  );
}
