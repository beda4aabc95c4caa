import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, Ellipsis, ExternalLink, EyeOff, History, Link2, MessageSquareText } from 'lucide';
import { useState } from 'react';
import type { Article, ArticlePreview, ArticleRead, ArticleText, Canned, Locale } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Dialog, Field, Icon, IconButton, Menu, MenuItem, Select, TextArea, useToast } from '../../ui';
import { ArticleVersions } from './article-versions';
import { knowledgeStrings } from './knowledge.strings';
import { articleQuery } from './queries';
import { useFailed } from './use-failed';

interface ArticleActsProps { article: Article; locale: Locale; text: ArticleText | undefined; canSave: boolean; isDirty: boolean; keep: () => Promise<boolean> }
type Step = 'submit' | 'return' | 'publish' | 'withdraw';
const told = { submit: 'submitted', return: 'givenBack', publish: 'published', withdraw: 'withdrawn' } as const;
const leads = new Set(['owner', 'admin', 'supervisor']);

/** From a draft to its readers, and what else is done with an article. */
export function ArticleActs({ article, locale, text, canSave, isDirty, keep }: ArticleActsProps) {
  const t = useStrings(knowledgeStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const publishes = useCan('knowledge.publish');
  const cans = useCan('canned.manage');
  const [asking, ask] = useState<'submit' | 'return' | 'versions'>();
  const isLive = article.texts.some((each) => each.isLive);
  const take = (next: Article) => { cache.setQueryData(articleQuery(article.id).queryKey, next); void cache.invalidateQueries({ queryKey: queryKeys.knowledge }); };
  const step = useMutation({
    mutationFn: async ({ what, body = {} }: { what: Step; body?: object }) => {
      // What stands on the screen is what goes on.
      if ((isDirty || text === undefined) && !(await keep())) return undefined;
      const version = cache.getQueryData(articleQuery(article.id).queryKey)?.texts.find((each) => each.locale === locale)?.version ?? 0;
      return request<Article>('POST', `/articles/${article.id}/texts/${locale}/${what}`, { version, ...body });
    },
    onSuccess: (next, { what }) => {
      ask(undefined);
      if (next === undefined) return;
      take(next);
      toast({ text: t(told[what]) });
    },
    onError: failed,
  });
  const archive = useMutation({
    mutationFn: (archived: boolean) => request<Article>('PATCH', `/articles/${article.id}`, { archived }),
    onSuccess: (next, archived) => { take(next); toast({ text: t(archived ? 'archivedNow' : 'broughtBack'), ...(archived ? { undo: () => archive.mutate(false) } : {}) }); },
    onError: failed,
  });
  const preview = useMutation({
    mutationFn: async () => { if (isDirty) await keep(); const { url } = await request<ArticlePreview>('POST', `/articles/${article.id}/texts/${locale}/preview`, {}); await navigator.clipboard.writeText(url); },
    onSuccess: () => void toast({ text: t('previewCopied') }), onError: failed,
  });
  const canned = useMutation({
    mutationFn: async () => {
      const read = await request<ArticleRead>('GET', `/knowledge/articles/${article.id}/${locale}`);
      const shortcut = read.title.toLocaleLowerCase(locale).replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '').slice(0, 34);
      const body = { title: read.title, text: read.text.slice(0, 20_000), locale, articleId: article.id };
      try {
        return await request<Canned>('POST', '/canned', { ...body, shortcut });
      } catch (error) {
        if (!(error instanceof ApiProblem && error.status === 409)) throw error;
        return request<Canned>('POST', '/canned', { ...body, shortcut: `${shortcut}-${article.id.slice(-4)}` });
      }
    },
    onSuccess: (made) => {
      void cache.invalidateQueries({ queryKey: queryKeys.canned });
      toast({ text: t('cannedMade', { shortcut: made.shortcut }), undo: () => void request('DELETE', `/canned/${made.id}`).then(() => cache.invalidateQueries({ queryKey: queryKeys.canned })).catch(failed) });
    },
    onError: failed,
  });
  const canPublish = canSave && (isDirty || text?.state !== 'live');
  return (
    <div className="kb-acts">
      {publishes && <Button tone="primary" disabled={!canPublish} busy={step.isPending && step.variables.what === 'publish'} onClick={() => step.mutate({ what: 'publish' })}>{t(text?.isLive === true ? 'publishChanges' : 'publish')}</Button>}
      {publishes && text?.state === 'review' && <Button onClick={() => ask('return')}>{t('giveBack')}</Button>}
      {!publishes && text?.state !== 'review' && <Button tone="primary" disabled={!canPublish} onClick={() => ask('submit')}>{t('submit')}</Button>}
      {!publishes && text?.state === 'review' && <span className="mut">{t('waits')}</span>}
      {text?.path != null && <a className="btn" href={text.path} target="_blank" rel="noreferrer"><Icon of={ExternalLink} size={14} />{t('open')}</a>}
      <Menu label={t('more')} align="end" trigger={<IconButton label={t('more')}><Icon of={Ellipsis} /></IconButton>}>
        {publishes && text !== undefined && text.state !== 'review' && <MenuItem onSelect={() => ask('submit')}>{t('submit')}</MenuItem>}
        <MenuItem icon={History} disabled={text === undefined} onSelect={() => ask('versions')}>{t('history')}</MenuItem>
        <MenuItem icon={Link2} disabled={text === undefined} onSelect={() => preview.mutate()}>{t('preview')}</MenuItem>
        {cans && <MenuItem icon={MessageSquareText} disabled={text?.isLive !== true} onSelect={() => canned.mutate()}>{t('makeCanned')}</MenuItem>}
        {publishes && text?.isLive === true && <MenuItem icon={EyeOff} onSelect={() => step.mutate({ what: 'withdraw' })}>{t('withdraw')}</MenuItem>}
        {(publishes || !isLive) && (article.archivedAt === null
          ? <MenuItem icon={Archive} onSelect={() => archive.mutate(true)}>{t('archive')}</MenuItem>
          : <MenuItem icon={ArchiveRestore} onSelect={() => archive.mutate(false)}>{t('unarchive')}</MenuItem>)}
      </Menu>
      {asking === 'submit' && <SubmitDialog busy={step.isPending} close={() => ask(undefined)} submit={(reviewerId) => step.mutate({ what: 'submit', body: { reviewerId } })} />}
      {asking === 'return' && <ReturnDialog busy={step.isPending} close={() => ask(undefined)} giveBack={(note) => step.mutate({ what: 'return', body: { note } })} />}
      {asking === 'versions' && text !== undefined && <ArticleVersions articleId={article.id} text={text} close={() => ask(undefined)} restored={take} />}
    </div>
  );
}

function SubmitDialog({ busy, close, submit }: { busy: boolean; close: () => void; submit: (reviewerId: string | null) => void }) {
  const t = useStrings(knowledgeStrings);
  const reviewers = useMembers().filter(({ role }) => leads.has(role));
  const [reviewer, setReviewer] = useState('');
  return (
    <Dialog open onOpenChange={close} title={t('submit')} footer={<><Button onClick={close}>{t('cancel')}</Button><Button tone="primary" busy={busy} onClick={() => submit(reviewer === '' ? null : reviewer)}>{t('submit')}</Button></>}>
      <Field label={t('reviewer')}><Select value={reviewer} onValueChange={setReviewer} options={[{ value: '', label: t('anybody') }, ...reviewers.map(({ id, name }) => ({ value: id, label: name }))]} /></Field>
    </Dialog>
  );
}

function ReturnDialog({ busy, close, giveBack }: { busy: boolean; close: () => void; giveBack: (note: string) => void }) {
  const t = useStrings(knowledgeStrings);
  const [note, setNote] = useState('');
  return (
    <Dialog open onOpenChange={close} title={t('giveBack')} footer={<><Button onClick={close}>{t('cancel')}</Button><Button tone="primary" busy={busy} onClick={() => giveBack(note)}>{t('giveBack')}</Button></>}>
      <Field label={t('note')} optional><TextArea autoFocus rows={3} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} /></Field>
    </Dialog>
  );
}
