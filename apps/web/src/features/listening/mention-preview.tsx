import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { BrandMention, HeardPost, LinkPreview } from '@kontuar/contract';
import { request } from '../../app/client';
import { useStrings } from '../../i18n';
import { deskQuery } from './queries';
import { sourcesStrings } from './sources.strings';

const AGAIN_MS = 1_500;
/** What takes longer is not worth waiting for. */
const MOST_LOOKS = 12;
const mayLink = /https?:\/\//i;

/** The picture of a post, or what it links to, once its card comes into sight. The server fetches it: nobody there learns who reads along. */
export function MentionPreview({ of: { id, post } }: { of: BrandMention }) {
  const { data: on } = useQuery({ ...deskQuery, select: ({ previews }) => previews });
  const place = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(false);
  const links = on === true && post.deletedAt === null && (post.picture || post.platform === 'web' || mayLink.test(post.text));
  useEffect(() => {
    if (!links || seen || place.current === null) return undefined;
    const watch = new IntersectionObserver((entries) => { if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true); }, { rootMargin: '200px' });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [links, seen]);
  const { data } = useQuery({
    queryKey: ['mention-preview', id, post.editedAt], enabled: links && seen, staleTime: Infinity, retry: false,
    queryFn: ({ signal }) => request<LinkPreview>('POST', `/listening/mentions/${id}/preview`, {}, { signal }),
    refetchInterval: ({ state }) => state.data?.state === 'waiting' && state.dataUpdateCount < MOST_LOOKS ? AGAIN_MS : false,
  });
  if (!links) return null;
  const picture = `/api/v1/listening/mentions/${id}/preview/picture`;
  if (post.picture) return data?.state === 'ready' && data.picture ? <OwnPicture of={post} at={picture} /> : <span ref={place} />;
  return data?.state === 'ready' && data.url !== null ? <Shown of={data} url={data.url} picture={picture} /> : <span ref={place} />;
}

function OwnPicture({ of: { author, authorName, url }, at }: { of: HeardPost; at: string }) {
  const t = useStrings(sourcesStrings);
  const picture = <img src={at} alt={t('postPicture', { author: authorName || author })} loading="lazy" decoding="async" />;
  return url === null ? <span className="hear-pic">{picture}</span> : <a className="hear-pic" href={url} target="_blank" rel="noreferrer noopener nofollow" onClick={(event) => event.stopPropagation()}>{picture}</a>;
}

function Shown({ of: { title, description, site, picture: has }, url, picture }: { of: LinkPreview; url: string; picture: string }) {
  const t = useStrings(sourcesStrings);
  return (
    <a className="hear-v" href={url} target="_blank" rel="noreferrer noopener nofollow" aria-label={`${t('preview', { site })}${title === '' ? '' : `: ${title}`}`} onClick={(event) => event.stopPropagation()}>
      {has && <img src={picture} alt={t('previewPicture', { site })} loading="lazy" decoding="async" width={96} height={64} />}
      <span><span className="mut ell">{site}</span>{title !== '' && <b className="ell" dir="auto">{title}</b>}{description !== '' && <span className="mut ell" dir="auto">{description}</span>}</span>
    </a>
  );
}
