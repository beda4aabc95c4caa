import './letter.css';
import { useImperativeHandle, useRef, type Ref } from 'react';
import type { AttachmentView } from '@kontuar/contract';
import type { AreaProps, Said, WritingArea } from './area';
import { PlainArea } from './plain-area';
import { useLetterArea } from './use-letter-area';

export interface LetterFieldProps {
  ref?: Ref<{ insert(text: string): void }>;
  label: string;
  lang: string;
  placeholder?: string;
  said: Said;
  pictures?: readonly AttachmentView[];
  onChange: (said: Said) => void;
}

const none: readonly [] = [];
const nothing = () => undefined;

/** A field of a form for words with a look. */
export function LetterField({ ref, label, lang, placeholder = '', said, pictures = none, onChange }: LetterFieldProps) {
  const area = useRef<WritingArea>(null);
  const Letter = useLetterArea(true, area);
  useImperativeHandle(ref, () => ({ insert: (text) => area.current?.write(text) }), []);
  const shared: AreaProps = { ref: area, said, onChange, onLook: nothing, onBlur: nothing, onFiles: nothing, label, placeholder, lang, underlined: none };
  return <div className="ltr-fld">{Letter === null ? <PlainArea {...shared} backdrop={null} /> : <Letter {...shared} pictures={pictures} />}</div>;
}
