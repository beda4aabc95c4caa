import { Fragment, h } from 'preact';
import type { VisitorMessage } from '@kontuar/contract';
import { group, linkify } from '../thread';
import { clock, dayName, fileSize } from '../words';
import type { ViewProps } from './view';
import { Avatar, Icon } from './icon';

function Text({ text }: { text: string }) {
  return <>{linkify(text).map((piece, index) => 'link' in piece ? <a key={index} href={piece.link} target="_blank" rel="noopener noreferrer nofollow">{piece.link}</a> : piece.text)}</>;
}

function Files({ files, locale }: { files: VisitorMessage['attachments']; locale: 'en' | 'pl' }) {
  return <>{files.map((file) => file.thumbnailUrl && file.url
    ? <a key={file.id} class="pic" href={file.url} target="_blank" rel="noopener noreferrer"><img src={file.thumbnailUrl} alt={file.name} loading="lazy" /></a>
    : <a key={file.id} class="att" {...(file.url ? { href: file.url, target: '_blank', rel: 'noopener noreferrer' } : { 'aria-disabled': true })}><Icon name="file" /><span class="fn"><b>{file.name}</b><small>{fileSize(file.sizeBytes, locale)}</small></span></a>)}</>;
}

/** The conversation: a log, so that screen readers hear what is added and nothing else. */
export function Log({ chat }: ViewProps) {
  const { state } = chat;
  const { locale } = state;
  const { w } = state;
  const lastMine = state.pending.length === 0 ? state.messages.filter((message) => message.from === 'visitor').at(-1) : undefined;
  const firstNew = state.seenSeq > 0 ? state.messages.find((message) => message.from === 'agent' && message.seq > state.seenSeq) : undefined;
  const answered = lastMine !== undefined && state.messages.some((message) => message.from === 'agent' && message.seq > lastMine.seq);
  return (
    <>
      {state.hasBefore && <button type="button" class="lnk older" onClick={() => void chat.showOlder()}>{w.older}</button>}
      <div class="log" role="log" aria-live="polite" aria-relevant="additions" aria-label={w.log}>
        {group(state.messages).map((part) => (
          <div class="grp" key={part.messages[0]?.id} data-from={part.from}>
            {part.day && <p class="day">{dayName(part.day, locale, w)}</p>}
            {part.from === 'agent' && part.author && <p class="by"><Avatar person={part.author} />{part.author.name}<time>{clock(part.messages[0]?.at ?? '', locale)}</time></p>}
            {part.messages.map((message) => (
              <div key={message.id} class="ln">
                {message === firstNew && <p class="newline"><span>{w.newLine}</span></p>}
                {part.from === 'system' ? <p class="sys">{message.text}</p> : message.deleted ? <p class="mb gone">{w.deleted}</p> : (
                  <>
                    {message.text && <div class="mb"><span class="vh">{part.from === 'visitor' ? w.you : part.author?.name}: </span><Text text={message.text} />{message.edited && <small> ({w.edited})</small>}</div>}
                    <Files files={message.attachments} locale={locale} />
                  </>
                )}
              </div>
            ))}
          </div>
        ))}
        {state.pending.map((one) => (
          <div class="grp" key={one.clientId} data-from="visitor">
            {one.text && <div class={one.state === 'accepted' ? 'mb' : 'mb soft'}><span class="vh">{w.you}: </span><Text text={one.text} /></div>}
            {one.attachments.map((file) => <span key={file.id} class="att"><Icon name="file" /><span class="fn"><b>{file.name}</b><small>{fileSize(file.sizeBytes, locale)}</small></span></span>)}
          </div>
        ))}
      </div>
      {state.pending.map((one) => one.state === 'refused'
        ? <p class="mm bad" role="alert" key={one.clientId}>{w.refused} <button type="button" class="lnk" onClick={() => chat.retry(one.clientId)}>{w.again}</button> <button type="button" class="lnk" onClick={() => chat.discard(one.clientId)}>{w.remove}</button></p>
        : null)}
      {state.pending.length > 0 && state.pending.at(-1)?.state !== 'refused' && (
        <p class="mm">{state.pending.at(-1)?.state === 'accepted' ? <>{w.sent(clock(state.pending.at(-1)?.at ?? '', locale))} <Icon name="check" small /></>
          : <>{state.offline ? w.notSentYet : w.sending} <Icon name="clock" small /></>}</p>
      )}
      {lastMine && !answered && <p class="mm">{(lastMine.status === 'read' ? w.read : w.sent)(clock(lastMine.at, locale))} <Icon name="check" small /></p>}
    </>
  );
}
