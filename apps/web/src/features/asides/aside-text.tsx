import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AttachmentView } from '@kontuar/contract';
import { asideStrings } from '../../app/asides/asides.strings';
import { bookQuery } from '../../app/asides/queries';
import type { Said } from '../../app/letter/area';
import { LetterField } from '../../app/letter/letter-field';
import { standsIn } from '../../app/letter/stands-in';
import { useLocale, useStrings } from '../../i18n';
import type { useFiles } from './use-files';

export const nothingSaid: Said = { text: '', html: null };
export const isSaid = ({ text, html }: Said): boolean => text.trim() !== '' || html?.includes('<img') === true;

/** What leaves of an answer: its look where it has one, and of the pictures only those that still stand in it. */
export function leavingOf(said: Said, signature: boolean, uploads: Pick<ReturnType<typeof useFiles>, 'files' | 'pictures'>) {
  const files: AttachmentView[] = [...uploads.files, ...uploads.pictures.filter((file) => standsIn(said.html, file))];
  return { text: said.text.trim(), ...(said.html === null ? {} : { html: said.html }), ...(signature ? {} : { letter: { signature } }), attachmentIds: files.map(({ id }) => id) };
}

/** The words of a side conversation, written as letters to customers are. */
export function AsideText({ label, placeholder, said, onChange, uploads }: { label: string; placeholder?: string; said: Said; onChange: (said: Said) => void; uploads: ReturnType<typeof useFiles> }) {
  const locale = useLocale();
  return <LetterField label={label} placeholder={placeholder} lang={locale} said={said} pictures={uploads.pictures} onChange={onChange} onPictures={uploads.addPictures} onFiles={uploads.add} />;
}

/** What will stand below it, to be left out of this one. */
export function SignatureLine({ channelId, wanted, onWant }: { channelId: string | undefined; wanted: boolean; onWant: (wanted: boolean) => void }) {
  const t = useStrings(asideStrings);
  const signature = useQuery(bookQuery('')).data?.channels.find(({ id }) => id === channelId)?.signature ?? null;
  if (signature === null) return null;
  return (
    <div className="ltr-f">
      <label><input type="checkbox" checked={wanted} onChange={(event) => onWant(event.target.checked)} />{t('signature')}</label>
      {wanted && <p className="ltr-sg">{signature.text}{signature.pictures.map(({ id, url }) => url !== null && <img key={id} className="ltr-sp" src={url} alt="" />)}</p>}
    </div>
  );
}

/** Whether this one carries the signature: forgotten with the text. */
export const useSignatureChoice = () => useState(true);
