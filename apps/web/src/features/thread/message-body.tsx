import { Ellipsis, ImageOff, MapPin } from 'lucide';
import { useState } from 'react';
import type { MessageView } from '@kontuar/contract';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Button, Icon } from '../../ui';
import { factsOf, placeOf } from './facts';
import { hasRemoteImages, MailFrame } from '../../app/mail/mail-frame';
import { needsFrame } from '../../app/mail/mail-document';
import { PlainText } from './rich-text';
import { threadStrings } from './thread.strings';

/** Longer texts are folded: a pasted log must not push the conversation away. */
const foldFromCharacters = 2400;

export function Said({ text }: { text: string }) {
  return text.length > foldFromCharacters ? <Folded text={text} /> : <p className="said"><PlainText text={text} /></p>;
}

function Folded({ text }: { text: string }) {
  const t = useStrings(threadStrings);
  const [open, setOpen] = useState(false);
  return (
    <>
      <p className="said"><PlainText text={open ? text : `${text.slice(0, foldFromCharacters).trimEnd()}…`} /></p>
      <button type="button" className="lnk" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t('showLess') : t('showAll')}</button>
    </>
  );
}

/** Body of a letter: plain where plain says it all, else the customer's own layout in its frame; the quoted part folded below. */
export function LetterBody({ message, plain }: { message: MessageView; plain: boolean }) {
  const t = useStrings(threadStrings);
  const [remote, setRemote] = useState(false);
  const framed = !plain && needsFrame(message.html);
  const html = message.html ?? '';
  return (
    <>
      {framed && hasRemoteImages(html) && !remote && (
        <p className="mail-x">
          <Icon of={ImageOff} size={14} />
          <span>{t('imagesBlocked')}</span>
          <Button size="sm" onClick={() => setRemote(true)}>{t('imagesShow')}</Button>
        </p>
      )}
      <div className={framed ? 'mail-b framed' : 'mail-b'}>
        {framed
          ? <MailFrame html={html} messageId={message.id} title={t('letterFrame', { name: message.author.name })} remoteImages={remote} attachments={message.attachments} />
          : <Said text={message.text} />}
      </div>
    </>
  );
}

export function Quoted({ message }: { message: MessageView }) {
  const t = useStrings(threadStrings);
  const [open, setOpen] = useState(false);
  const text = message.quoted ?? '';
  if (text.trim() === '' && message.quotedHtml === null) return null;
  const lines = Math.max(1, text.split('\n').filter((line) => line.trim() !== '').length);
  return (
    <>
      <button type="button" className="quote" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon of={Ellipsis} />
        <span>{open ? t('earlierHide') : t('earlier', { count: lines })}</span>
      </button>
      {open && (
        <div className="quoted">
          {text.trim() === '' && needsFrame(message.quotedHtml)
            ? <MailFrame html={message.quotedHtml} messageId={message.id} title={t('letterFrame', { name: message.author.name })} remoteImages={false} attachments={message.attachments} />
            : <p className="said"><PlainText text={text} /></p>}
        </div>
      )}
    </>
  );
}

export function Edited({ message }: { message: MessageView }) {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  if (message.editedAt === null || message.deletedAt !== null) return null;
  return <span className="edited" title={t('editedAt', { time: formatMoment(locale, new Date(message.editedAt)) })}>{t('edited')}</span>;
}

export function Reactions({ message }: { message: MessageView }) {
  const t = useStrings(threadStrings);
  if (message.reactions.length === 0) return null;
  const byEmoji = new Map<string, string[]>();
  for (const { emoji, by } of message.reactions) byEmoji.set(emoji, [...(byEmoji.get(emoji) ?? []), by]);
  return (
    <p className="reacts">
      {[...byEmoji].map(([emoji, names]) => (
        <span key={emoji} className="react" title={names.join(', ')}>
          <span aria-hidden="true">{emoji}</span>
          <span className="vh">{t('reactedBy', { emoji, names: names.join(', ') })}</span>
          {names.length > 1 && <b aria-hidden="true">{names.length}</b>}
        </span>
      ))}
    </p>
  );
}

/** Small facts that came with a message; a place is a link to a map. */
export function Extra({ extra, withPage }: { extra: unknown; withPage: boolean }) {
  const t = useStrings(threadStrings);
  const place = placeOf(extra);
  if (place !== null) {
    const { latitude, longitude, name } = place;
    return (
      <p className="extra">
        <a href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`} target="_blank" rel="noopener noreferrer"><Icon of={MapPin} size={14} /> {t('extraPlace')}: {name}</a>
      </p>
    );
  }
  const facts = factsOf(extra, { withPage });
  if (facts.length === 0) return null;
  return <dl className="extra">{facts.map(({ name, value }) => <div key={name}><dt>{t(name)}</dt><dd>{typeof value === 'string' ? <PlainText text={value} /> : t(value.word)}</dd></div>)}</dl>;
}
