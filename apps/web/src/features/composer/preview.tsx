import { Paperclip } from 'lucide';
import { useState } from 'react';
import type { AttachmentView } from '@kontuar/contract';
import type { Said } from '../../app/letter/area';
import { markOf, shownAs, type Dialect, type Mark, type Span } from '../../app/letter/markup';
import { asParts } from '../../app/letter/stands-in';
import { MailFrame } from '../../app/mail/mail-frame';
import { useStrings } from '../../i18n';
import { Icon, SegmentedControl } from '../../ui';
import { footStrings } from './foot.strings';
import { wholeHtml, wholeText, type Below } from './letter-parts';

export interface PreviewProps {
  said: Said;
  customer: string;
  /** Of letters; null: a chat. */
  below: Below | null;
  dialect: Dialect | undefined;
  files: readonly AttachmentView[];
  pictures: readonly AttachmentView[];
}

/** The answer as the customer will see it, before it leaves. */
export function Preview({ said, customer, below, dialect, files, pictures }: PreviewProps) {
  const t = useStrings(footStrings);
  const [look, setLook] = useState<'letter' | 'text'>('letter');
  const isEmpty = said.text.trim() === '' && said.html === null;
  return (
    <section className="pv" aria-label={t('previewOf', { name: customer })} tabIndex={-1}>
      <header>
        <b>{t('previewOf', { name: customer })}</b>
        {below !== null && <SegmentedControl label={t('preview')} value={look} onValueChange={setLook} choices={[{ value: 'letter', label: t('asLetter') }, { value: 'text', label: t('asText') }]} />}
      </header>
      {isEmpty ? <p className="mut">{t('previewEmpty')}</p>
        : below === null ? <Chat said={said} dialect={dialect} />
        : look === 'text' ? <pre>{wholeText(said, below)}</pre>
        : <MailFrame html={wholeHtml(said, below)} messageId="" title={t('letterFrame')} remoteImages={false} attachments={asParts([...pictures, ...(below.signature?.pictures ?? [])])} />}
      {files.length > 0 && <p className="mut"><Icon of={Paperclip} size={14} /> {t('files', { count: files.length })}</p>}
    </section>
  );
}

const shownMarks = [['bold', 'markBold'], ['italic', 'markItalic'], ['strike', 'markStrike'], ['underline', 'markUnderline'], ['code', 'markCode']] as const satisfies readonly (readonly [Mark, string])[];

function Chat({ said, dialect }: { said: Said; dialect: Dialect | undefined }) {
  const t = useStrings(footStrings);
  const known = shownMarks.flatMap(([mark, words]) => {
    const sign = markOf(dialect, mark);
    return sign === undefined ? [] : [t(words, { mark: sign })];
  });
  return (
    <>
      <div className="pv-b">
        {shownAs(dialect, said.text).map(({ kind, spans }, index) => <div key={index} data-kind={kind}>{spans.length === 0 ? <br /> : spans.map((span, at) => <Drawn key={at} span={span} />)}</div>)}
      </div>
      <p className="mut">{dialect === undefined ? t('asTyped') : t('hasMarks', { marks: known.join('  ') })}</p>
    </>
  );
}

function Drawn({ span }: { span: Span }) {
  if (span.href !== undefined) return <a href={span.href} target="_blank" rel="noopener noreferrer nofollow">{span.text}</a>;
  const [mark, ...rest] = span.marks;
  if (mark === undefined) return <>{span.text}</>;
  const inner = <Drawn span={{ ...span, marks: rest }} />;
  switch (mark) {
    case 'bold': return <strong>{inner}</strong>;
    case 'italic': return <em>{inner}</em>;
    case 'strike': return <s>{inner}</s>;
    case 'underline': return <u>{inner}</u>;
    case 'code': return <code>{inner}</code>;
    default: throw new Error(`no look for ${String(mark satisfies never)}`);
  }
}
