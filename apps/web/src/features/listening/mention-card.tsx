import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Briefcase, Check, ExternalLink, Eye, EyeOff, Layers, PenLine, ThumbsUp, UserPlus, UserX, X } from 'lucide';
import type { ReactNode } from 'react';
import type { BrandMention, HeardPost, MentionCopies } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { Keys, type ShortcutId } from '../../app/keys';
import { MoodFace, percentWords } from '../../app/mood/mood-face';
import { networkName } from '../../app/network-names';
import { queryKeys } from '../../app/query-keys';
import { WaitsOrRuns } from '../../app/rests/channel-rests';
import { formatNumber, formatSpan, useLocale, useStrings } from '../../i18n';
import { Button, ChannelMark, Icon, RelativeTime, Tag, useNow } from '../../ui';
import { About } from './about';
import { listeningStrings } from './listening.strings';
import { MentionPreview } from './mention-preview';
import { may, willStand, type MentionActs } from './use-mention-acts';

export const authorOf = (post: Pick<HeardPost, 'author' | 'authorName'>, unknown: string): string => post.authorName || post.author || unknown;

/** What is no network that we know is the web. */
export const markOf = (platform: string): string => networkName(platform, undefined) === platform ? 'web' : platform;

/** The words by which it was found stand out. */
export function Marked({ text, marks, language }: { text: string; marks: readonly { start: number; end: number }[]; language: string | null }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { start, end } of marks) {
    if (start < at || end > text.length) continue;
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>);
    at = end;
  }
  return <p className="hear-t" dir="auto" {...(language === null ? {} : { lang: language })}>{parts}{text.slice(at)}</p>;
}

interface CardProps { of: BrandMention; selected: boolean; acts: MentionActs; onSelect: () => void; copiesShown: boolean; onCopies: () => void; /** Topics by their keys. */ called: ReadonlyMap<string, string> }

export function MentionCard({ of: mention, selected, acts, onSelect, copiesShown, onCopies, called }: CardProps) {
  const t = useStrings(listeningStrings);
  const locale = useLocale();
  const { post } = mention;
  const author = authorOf(post, t('unknownAuthor'));
  const { parts, score } = post.impact;
  return (
    <article className="hear-m" aria-label={t('mention', { author })} aria-current={selected || undefined} data-junk={mention.judgement === 'junk' || mention.probablyJunk || undefined} data-hidden={mention.onNetwork?.hidden || undefined} onClick={onSelect}>
      <ChannelMark connector={markOf(post.platform)} decorative />
      <div className="hear-b">
        <p className="hear-h">
          <b className="ell">{author}</b><span className="mut">{networkName(post.platform, post.sourceName ?? undefined)}</span>
          {post.reach !== null && <span className="mut">{t('reach', { reach: formatNumber(locale, post.reach, { notation: 'compact' }) })}</span>}
          {post.language !== null && <Tag>{post.language}</Tag>}
          <span className="grow" /><span className="mut" title={t('impactWhy', { score, ...parts })}>{t('impactIs', { score })}<span className="vh">. {t('impactWhy', { score, ...parts })}</span></span><RelativeTime at={post.publishedAt} className="mut" />
        </p>
        {post.title !== '' && !post.text.startsWith(post.title) && <p className="hear-tt" dir="auto"><b>{post.title}</b></p>}
        <Marked text={post.text} marks={mention.marks} language={post.language} />
        <MentionPreview of={mention} />
        <About of={mention} called={called} />
        <Facts of={mention} copiesShown={copiesShown} onCopies={onCopies} />
        {selected && <Acts of={mention} acts={acts} />}
      </div>
    </article>
  );
}

function Facts({ of: { id, post, copies, judgement, probablyJunk, relevance, assigneeId, outcome, onNetwork }, copiesShown, onCopies }: Pick<CardProps, 'of' | 'copiesShown' | 'onCopies'>) {
  const t = useStrings(listeningStrings);
  const locale = useLocale();
  const members = useMembers();
  const now = useNow();
  const owner = members.find((member) => member.id === (outcome?.assigneeId ?? assigneeId))?.name;
  return (
    <>
      <div className="hear-f">
        {post.mood !== null && <span><MoodFace label={post.mood.label} /> {post.mood.corrected ? `${t(post.mood.label)}, ${t('byPerson')}` : post.mood.label === 'unsure' ? t('unsure') : t('sure', { mood: t(post.mood.label), percent: percentWords(locale, post.mood.confidence) })}</span>}
        {copies > 0 && <button type="button" className="lnk" aria-expanded={copiesShown} onClick={onCopies}><Icon of={Layers} size={14} /> {t('copies', { count: copies })}</button>}
        {judgement !== null && <Tag tone={judgement === 'relevant' ? 'ok' : 'danger'}>{t(judgement)}</Tag>}
        {judgement === null && probablyJunk && relevance !== null && <Tag>{t('probably', { percent: percentWords(locale, 1 - relevance) })}</Tag>}
        {post.editedAt !== null && <Tag>{t('edited')}</Tag>}{post.deletedAt !== null && <Tag tone="danger">{t('deleted')}</Tag>}
        {outcome !== null && <Link className="lnk" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: outcome.conversationId }} preload={false}>{t('inConversation', { number: outcome.number })}</Link>}
        {outcome?.answeredAt != null && <Tag tone="ok">{t('wasAnswered')}</Tag>}{outcome?.caseCode != null && <Tag tone="waiting">{t('hasCase', { code: outcome.caseCode })}</Tag>}
        {onNetwork?.liked === true && <span><Icon of={ThumbsUp} size={14} /> {t('liked')}</span>}
        {onNetwork?.hidden === true && <span><Icon of={EyeOff} size={14} /> {onNetwork.rule === null ? t('hiddenByUs') : t('hiddenByRule', { rule: onNetwork.rule.name })}</span>}
        {onNetwork !== null && <WaitsOrRuns channelId={onNetwork.channelId} pending={onNetwork.pending}><span className="mut" role="status">{t('pending')}</span></WaitsOrRuns>}
        {outcome?.waitingSince != null && <span>{t('waits', { time: formatSpan(now.getTime() - Date.parse(outcome.waitingSince)) })}{owner === undefined && `, ${t('nobodys')}`}</span>}
        {owner !== undefined && <span className="mut">{t('owner', { name: owner })}</span>}
        {post.url !== null && <a className="lnk" href={post.url} target="_blank" rel="noreferrer noopener nofollow"><Icon of={ExternalLink} size={14} /> {t('original')}</a>}
      </div>
      {copiesShown && <Copies of={id} />}
    </>
  );
}

function Copies({ of }: { of: string }) {
  const t = useStrings(listeningStrings);
  const { data } = useQuery({ queryKey: [...queryKeys.listening, 'copies', of], queryFn: ({ signal }) => request<MentionCopies>('GET', `/listening/mentions/${of}/copies`, undefined, { signal }) });
  return <ul className="hear-c">{(data?.items ?? []).map((copy) => <li key={copy.id}><b>{authorOf(copy, t('unknownAuthor'))}</b> <span className="mut">{networkName(copy.platform, undefined)} · <RelativeTime at={copy.publishedAt} /></span> <span className="ell" dir="auto">{copy.text}</span></li>)}</ul>;
}

function Acts({ of, acts }: { of: BrandMention; acts: MentionActs }) {
  const t = useStrings(listeningStrings);
  const stands = willStand(of);
  const button = (id: Exclude<keyof MentionActs, 'mood'>, words: string, icon: typeof PenLine, shortcut: ShortcutId) => may(acts, id) && <Button size="sm" tone="ghost" onClick={() => { acts[id]?.(of); }}><Icon of={icon} size={14} /> {words} <Keys of={shortcut} /></Button>;
  return (
    <div className="hear-a" role="group" aria-label={t('act')} onClick={(event) => event.stopPropagation()}>
      {button('relevant', of.judgement === 'relevant' ? t('takeBack') : t('isRelevant'), Check, 'hear-relevant')}
      {button('junk', of.judgement === 'junk' ? t('takeBack') : t('isJunk'), X, 'hear-junk')}
      {button('answer', of.outcome === null ? t('answer') : t('open'), PenLine, 'hear-answer')}
      {button('assign', of.assigneeId === null ? t('assign') : t('unassign'), UserPlus, 'hear-assign')}
      {button('asCase', t('asCase'), Briefcase, 'hear-case')}
      {of.messageId !== null && button('like', t(stands.liked ? 'unlike' : 'like'), ThumbsUp, 'hear-like')}
      {of.messageId !== null && button('hide', t(stands.hidden ? 'restore' : 'hide'), stands.hidden ? Eye : EyeOff, 'hear-hide')}
      {button('mute', t('mute'), UserX, 'hear-mute')}
      {acts.mood !== undefined && <span className="hear-s" role="group" aria-label={t('correct')}>{(['negative', 'neutral', 'positive'] as const).map((label) => <Button key={label} size="sm" tone="ghost" aria-label={t(label)} aria-pressed={of.post.mood?.label === label} onClick={() => acts.mood?.(of, label)}><MoodFace label={label} /></Button>)}</span>}
    </div>
  );
}
