import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide';
import { useState } from 'react';
import type { ArticleCategory, HelpSite, HelpSitePatch } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';
import { useLocale, useStrings } from '../../i18n';
import { Button, Dialog, Field, Icon, IconButton, SegmentedControl, Select, Switch, TextInput, useToast } from '../../ui';
import { knowledgeStrings } from './knowledge.strings';
import { categoriesQuery, inOrder, nameOf, siteQuery } from './queries';
import { useFailed } from './use-failed';

/** Who keeps the shelf: its order and its public face. */
export function PagesPart() {
  const site = useQuery(siteQuery).data;
  return <>{site !== undefined && <SiteForm key={`${site.slug}${site.accent}${site.title.en}${site.title.pl}`} site={site} />}<Categories /></>;
}

function SiteForm({ site }: { site: HelpSite }) {
  const t = useStrings(knowledgeStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [form, setForm] = useState({ slug: site.slug, title: site.title, accent: site.accent, locale: site.locale });
  const change = useMutation({
    mutationFn: (patch: HelpSitePatch) => request<HelpSite>('PATCH', '/help-site', patch),
    onSuccess: (next) => { cache.setQueryData(siteQuery.queryKey, next); toast({ text: t('saved') }); return cache.invalidateQueries({ queryKey: queryKeys.knowledge }); },
    onError: failed,
  });
  const address = `${location.origin}${site.path}`;
  return (
    <section className="kb-site card" aria-labelledby="kb-site">
      <h2 id="kb-site">{t('pages')}</h2>
      <Switch checked={site.open} onCheckedChange={(open) => change.mutate({ open })} label={t('pagesOpen')} help={t('pagesHelp', { address })} />
      {site.open && <p><a className="lnk" href={site.path} target="_blank" rel="noreferrer">{t('visit')}</a> <span className="mut">{t('sitemap', { address: `${location.origin}/help/${site.slug}/sitemap.xml` })}</span></p>}
      <form className="kb-two" onSubmit={(event) => { event.preventDefault(); change.mutate(form); }}>
        <Field label={t('siteSlug')}><TextInput required minLength={2} maxLength={60} pattern="[a-z0-9]+(-[a-z0-9]+)*" title={t('slugBad')} value={form.slug} onChange={(event) => setForm({ ...form, slug: event.target.value })} /></Field>
        <Field label={t('accent')} help={t('accentHelp')}><TextInput type="color" className="kb-col" value={form.accent} onChange={(event) => setForm({ ...form, accent: event.target.value })} /></Field>
        <Field label={t('siteTitleEn')} help={t('siteTitleHelp')} optional><TextInput lang="en" maxLength={80} value={form.title.en} onChange={(event) => setForm({ ...form, title: { ...form.title, en: event.target.value } })} /></Field>
        <Field label={t('siteTitlePl')} optional><TextInput lang="pl" maxLength={80} value={form.title.pl} onChange={(event) => setForm({ ...form, title: { ...form.title, pl: event.target.value } })} /></Field>
        <div className="field"><span className="lab">{t('siteLocale')}</span><SegmentedControl label={t('siteLocale')} value={form.locale} onValueChange={(locale) => setForm({ ...form, locale })} choices={[{ value: 'en', label: t('en') }, { value: 'pl', label: t('pl') }]} /></div>
        <div className="row-end"><Button type="submit" tone="primary" busy={change.isPending}>{t('save')}</Button></div>
      </form>
    </section>
  );
}

function Categories() {
  const t = useStrings(knowledgeStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const failed = useFailed();
  const { data: categories = [] } = useQuery(categoriesQuery);
  const [editing, setEditing] = useState<ArticleCategory | 'new'>();
  const [removing, setRemoving] = useState<ArticleCategory>();
  const refresh = () => cache.invalidateQueries({ queryKey: queryKeys.knowledge });
  const move = useMutation({ mutationFn: ({ id, position }: { id: string; position: number }) => request('PATCH', `/article-categories/${id}`, { position }), onSuccess: refresh, onError: failed });
  const remove = useMutation({ mutationFn: (id: string) => request('DELETE', `/article-categories/${id}`), onSuccess: async () => { setRemoving(undefined); await refresh(); }, onError: failed });
  const among = (category: ArticleCategory) => categories.filter(({ parentId }) => parentId === category.parentId).length;
  return (
    <section aria-labelledby="kb-cat">
      <header className="kb-ch"><div><h2 className="kb-h" id="kb-cat">{t('categories')}</h2><p className="mut">{t('categoriesLead')}</p></div><Button onClick={() => setEditing('new')}><Icon of={Plus} size={14} />{t('addCategory')}</Button></header>
      {categories.length === 0 && <p className="mut">{t('noCategories')}</p>}
      {categories.length > 0 && (
        <ul className="card kb-l">
          {inOrder(categories).map(({ category, depth }) => {
            const name = nameOf(category, locale);
            return (
              <li className="kb-i" key={category.id} data-depth={depth}>
                <div className="kb-r">
                  <b className="ell">{name}</b><span className="mut">{t('articles', { count: category.articles })}</span><span className="grow" />
                  <IconButton size="sm" label={t('up', { name })} disabled={category.position === 0} onClick={() => move.mutate({ id: category.id, position: category.position - 1 })}><Icon of={ArrowUp} size={14} /></IconButton>
                  <IconButton size="sm" label={t('down', { name })} disabled={category.position >= among(category) - 1} onClick={() => move.mutate({ id: category.id, position: category.position + 1 })}><Icon of={ArrowDown} size={14} /></IconButton>
                  <IconButton size="sm" label={`${t('edit')}: ${name}`} onClick={() => setEditing(category)}><Icon of={Pencil} size={14} /></IconButton>
                  <IconButton size="sm" label={`${t('remove')}: ${name}`} onClick={() => setRemoving(category)}><Icon of={Trash2} size={14} /></IconButton>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {editing !== undefined && <CategoryForm category={editing === 'new' ? undefined : editing} categories={categories} close={() => setEditing(undefined)} done={refresh} />}
      {removing !== undefined && (
        <Dialog open onOpenChange={() => setRemoving(undefined)} title={t('removeTitle', { name: nameOf(removing, locale) })} description={t('removeBody')}
          footer={<><Button onClick={() => setRemoving(undefined)}>{t('cancel')}</Button><Button tone="danger" busy={remove.isPending} onClick={() => remove.mutate(removing.id)}>{t('remove')}</Button></>} />
      )}
    </section>
  );
}

function CategoryForm({ category, categories, close, done }: { category: ArticleCategory | undefined; categories: readonly ArticleCategory[]; close: () => void; done: () => Promise<void> }) {
  const t = useStrings(knowledgeStrings);
  const locale = useLocale();
  const failed = useFailed();
  const [name, setName] = useState(category?.name ?? { en: '', pl: '' });
  const [parentId, setParent] = useState(category?.parentId ?? null);
  const [tried, setTried] = useState(false);
  const isEmpty = name.en.trim() === '' && name.pl.trim() === '';
  const hasOthers = categories.some((each) => each.parentId === category?.id);
  const save = useMutation({
    mutationFn: () => request(category === undefined ? 'POST' : 'PATCH', category === undefined ? '/article-categories' : `/article-categories/${category.id}`, { name, parentId }),
    onSuccess: async () => { close(); await done(); }, onError: failed,
  });
  return (
    <Dialog open onOpenChange={close} title={category === undefined ? t('addCategory') : nameOf(category, locale)}>
      <form className="form-d" noValidate onSubmit={(event) => { event.preventDefault(); setTried(true); if (!isEmpty) save.mutate(); }}>
        <Field label={t('categoryEn')} optional error={tried && isEmpty ? t('missing') : undefined}><TextInput autoFocus lang="en" maxLength={80} value={name.en} onChange={(event) => setName({ ...name, en: event.target.value })} /></Field>
        <Field label={t('categoryPl')} optional><TextInput lang="pl" maxLength={80} value={name.pl} onChange={(event) => setName({ ...name, pl: event.target.value })} /></Field>
        {!hasOthers && <Field label={t('inside')}><Select value={parentId ?? ''} onValueChange={(value) => setParent(value === '' ? null : value)} options={[{ value: '', label: t('top') }, ...categories.filter((each) => each.parentId === null && each.id !== category?.id).map((each) => ({ value: each.id, label: nameOf(each, locale) }))]} /></Field>}
        <div className="row-end"><Button onClick={close}>{t('cancel')}</Button><Button type="submit" tone="primary" busy={save.isPending}>{t('save')}</Button></div>
      </form>
    </Dialog>
  );
}
