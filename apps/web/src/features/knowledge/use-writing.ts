import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Article, ArticleText, Locale } from '@kontuar/contract';
import type { Said } from '../../app/letter/area';
import { linesAsHtml } from '../../app/letter/lines-as-html';
import { ApiProblem, request } from '../../app/client';
import { articleQuery } from './queries';

export interface Writing { title: string; summary: string; keywords: string; slug: string; said: Said }

/** A pause in writing after which it is kept. */
const AFTER_MS = 2000;

const writingOf = (text: ArticleText | undefined): Writing => ({ title: text?.title ?? '', summary: text?.summary ?? '', keywords: text?.keywords.join(', ') ?? '', slug: text?.slug ?? '', said: { text: '', html: text === undefined || text.html === '' ? null : text.html } });
const htmlOf = ({ text, html }: Said): string => html ?? (text.trim() === '' ? '' : linesAsHtml(text));
export const slugIsBad = (slug: string): boolean => slug !== '' && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug);

/**
 * One language of an article while it is written: kept a moment after each pause. It belongs to the version with which it began; who wrote
 * something else meanwhile is not overwritten unasked.
 */
export function useWriting(article: Article, locale: Locale) {
  const cache = useQueryClient();
  const text = article.texts.find((each) => each.locale === locale);
  const [writing, setWriting] = useState(() => writingOf(text));
  /** The version below what is being written, and how often it was begun anew: the editor starts over then. */
  const [base, setBase] = useState({ version: text?.version ?? 0, round: 0 });
  const [isDirty, setDirty] = useState(false);
  const latest = useRef(writing);
  latest.current = writing;

  const take = (next: ArticleText | undefined) => {
    setWriting(writingOf(next));
    setBase((before) => ({ version: next?.version ?? 0, round: before.round + 1 }));
    setDirty(false);
  };
  const version = text?.version ?? 0;
  // Somebody else was here, and nothing of ours would be lost.
  useEffect(() => { if (version > base.version && !isDirty) take(text); }, [text, version, base.version, isDirty]);

  const save = useMutation({
    mutationFn: async (from?: number) => {
      const { title, summary, keywords, slug, said } = latest.current;
      const saved = await request<Article>('PUT', `/articles/${article.id}/texts/${locale}`, {
        version: from ?? base.version, title, summary, html: htmlOf(said), slug: slug === '' ? null : slug, keywords: keywords.split(',').map((word) => word.trim()).filter((word) => word !== ''),
      });
      return { saved, written: latest.current };
    },
    onSuccess: ({ saved }) => {
      cache.setQueryData(articleQuery(article.id).queryKey, saved);
      const next = saved.texts.find((each) => each.locale === locale);
      setBase((before) => ({ ...before, version: next?.version ?? before.version }));
    },
  });
  const canSave = writing.title.trim() !== '' && !slugIsBad(writing.slug);
  const isBehind = isDirty && version > base.version && !save.isPending;
  const keep = async (from?: number): Promise<boolean> => {
    const before = latest.current;
    try {
      await save.mutateAsync(from);
    } catch (error) {
      // The banner asks what to do; all else is told as it is.
      if (error instanceof ApiProblem && error.code === 'changed-meanwhile') { await cache.invalidateQueries({ queryKey: articleQuery(article.id).queryKey }); return false; }
      throw error;
    }
    if (latest.current === before) setDirty(false);
    return true;
  };
  const keepLatest = useRef(keep);
  keepLatest.current = keep;
  useEffect(() => {
    if (!isDirty || !canSave || isBehind || save.isPending) return undefined;
    const timer = setTimeout(() => { keepLatest.current().catch(() => undefined); }, AFTER_MS);
    return () => clearTimeout(timer);
  }, [writing, isDirty, canSave, isBehind, save.isPending]);
  useEffect(() => {
    if (!isDirty) return undefined;
    const ask = (event: BeforeUnloadEvent) => { event.preventDefault(); };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isDirty]);
  // Whoever goes to another screen of ours takes nothing back.
  const leaving = useRef<() => void>(() => undefined);
  leaving.current = () => { if (isDirty && canSave && !isBehind) keepLatest.current().catch(() => undefined); };
  useEffect(() => () => leaving.current(), []);

  return {
    text, writing, round: base.round, isDirty, canSave, isBehind, isSaving: save.isPending, error: save.error instanceof ApiProblem && save.error.code === 'changed-meanwhile' ? null : save.error,
    change: (part: Partial<Writing>) => { setWriting((before) => ({ ...before, ...part })); setDirty(true); },
    keep, takeTheirs: () => take(text), keepMine: () => keep(version),
  };
}
