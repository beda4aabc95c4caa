import { ExternalLink, Film, Globe, Image as Picture, Megaphone, Newspaper, Star, type IconNode } from 'lucide';
import { useId, useState } from 'react';
import type { ChannelSummary, ConversationView, PostView } from '@kontuar/contract';
import { networkName } from '../../app/network-names';
import { formatDay, formatMoment, formatTime, useLocale, useStrings } from '../../i18n';
import { ChannelMark, Icon } from '../../ui';
import { PlainText } from './rich-text';
import { publicStrings } from './public.strings';

const icons: Record<PostView['kind'], IconNode> = { post: Newspaper, ad: Megaphone, story: Picture, video: Film, listing: Star, app: Star };
/** Longer than this the text is folded: the post is the occasion, the thread is the matter. */
const foldFrom = 150;

/** What stands above a public thread; stays in sight while one reads. An ad is named as such: nobody looked for it. */
export function PublicPost({ conversation, channel }: { conversation: ConversationView; channel: ChannelSummary | undefined }) {
  const t = useStrings(publicStrings);
  const locale = useLocale();
  const bodyId = useId();
  const [open, setOpen] = useState(false);
  const { post } = conversation;
  if (post === null) return null;
  const network = networkName(conversation.connectorId, channel?.name);
  const text = (post.text ?? '').trim();
  const long = text.length > foldFrom || text.split('\n').length > 2;
  const at = post.at === null ? null : new Date(post.at);
  const pictures = post.pictures.filter((file) => file.state === 'ready' && file.url !== null && file.contentType.startsWith('image/'));
  const title = (post.title ?? '').trim();
  return (
    <article className="post" aria-label={`${t('above')}: ${t(post.kind)}`} data-open={open || undefined}>
      <header>
        <ChannelMark connector={conversation.connectorId} decorative />
        <p className="ell">
          <span className="tag" data-ad={post.kind === 'ad' || undefined}><Icon of={icons[post.kind]} size={12} /> {t(post.kind)}</span>
          {title !== '' && <b>{title}</b>}
          {post.authorName !== null && <span className={title === '' ? 'post-a' : 'mut'}>{title === '' ? post.authorName : t('byAuthor', { name: post.authorName })}</span>}
          {at !== null && <time className="mut" dateTime={post.at ?? undefined} title={formatMoment(locale, at)}>{formatDay(locale, at, new Date())}, {formatTime(locale, at)}</time>}
        </p>
        <span className="grow" />
        {post.url !== null && /^https?:/i.test(post.url) && (
          <a className="lnk" href={post.url} target="_blank" rel="noopener noreferrer" aria-label={t('open', { network })}><span>{t('openShort')}</span><Icon of={ExternalLink} size={14} /></a>
        )}
      </header>
      {(text !== '' || title === '' || pictures.length > 0) && (
        <div className="post-b" id={bodyId}>
          <div>
            <p className={text === '' ? 'mut' : 'post-t'} dir="auto">{text === '' ? (title === '' && pictures.length === 0 ? t('noText') : '') : <PlainText text={open || !long ? text : `${fold(text)}…`} />}</p>
            {(long || pictures.length > 1) && <button type="button" className="lnk" aria-expanded={open} aria-controls={bodyId} onClick={() => setOpen(!open)}>{open ? t('postLess') : t('postMore')}</button>}
          </div>
          {pictures.length > 0 && (
            <span className="post-p">
              {(open ? pictures : pictures.slice(0, 1)).map((file, index) => <img key={file.id} src={file.thumbnailUrl ?? file.url ?? ''} alt={t('picture', { index: index + 1 })} loading="lazy" decoding="async" />)}
            </span>
          )}
        </div>
      )}
    </article>
  );
}

/** At a word's end, and at most two lines. */
function fold(text: string): string {
  const lines = text.split('\n').slice(0, 2).join('\n');
  return lines.length <= foldFrom ? lines.trimEnd() : lines.slice(0, lines.lastIndexOf(' ', foldFrom) > 60 ? lines.lastIndexOf(' ', foldFrom) : foldFrom).trimEnd();
}

/** Who can read a message; said where a thread has, or could have, both kinds. */
export function SideMark({ visibility }: { visibility: 'public' | 'private' }) {
  const t = useStrings(publicStrings);
  return visibility === 'public'
    ? <span className="side" data-side="public" title={t('publicWhy')}><Icon of={Globe} size={12} />{t('public')}</span>
    : <span className="side" data-side="private" title={t('privateWhy')}>{t('private')}</span>;
}
