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
  placeholder?: string | undefined;
  said: Said;
  pictures?: readonly AttachmentView[];
  onChange: (said: Said) => void;
  onPictures?: ((files: File[], put: (file: AttachmentView) => void) => void) | undefined;
  /** Other files that are pasted into it. */
  onFiles?: ((files: File[]) => void) | undefined;
}

const none: readonly [] = [];
const nothing = () => undefined;

/** A field of a form for words with a look. */
export function LetterField({ ref, label, lang, placeholder = '', said, pictures = none, onChange, onPictures, onFiles = nothing }: LetterFieldProps) {
  const area = useRef<WritingArea>(null);
  const Letter = useLetterArea(true, area);
  useImperativeHandle(ref, () => ({ insert: (text) => area.current?.write(text) }), []);
  const shared: AreaProps = { ref: area, said, onChange, onLook: nothing, onBlur: nothing, onFiles, label, placeholder, lang, underlined: none };
  return <div className="ltr-fld">{Letter === null ? <PlainArea {...shared} backdrop={null} /> : <Letter {...shared} pictures={pictures} onPictures={onPictures} />}</div>;
}
