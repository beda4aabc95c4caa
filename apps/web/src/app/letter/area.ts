import type { Ref } from 'react';

/** A place in which a text is written, whatever draws it. Places in the text are counted in letters of `text()`. */
export interface WritingArea {
  focus(): void;
  text(): string;
  selection(): { start: number; end: number };
  select(start: number, end: number): void;
  /** As if it were typed in place of the range, or of what is selected: undo knows it. */
  write(text: string, range?: { start: number; end: number }): void;
  /** Words in the middle of being composed, as Polish dead keys or Japanese do it, must not be disturbed. */
  composing(): boolean;
  /** At the end, with its look; only where there is one. */
  append?(html: string): void;
  /** All of it anew, as if by hand; only where there is a look. */
  replace?(said: Said): void;
}

/** What is written: its words, and its look where that is more than the words. */
export interface Said { text: string; html: string | null }

export interface AreaProps {
  ref: Ref<WritingArea>;
  said: Said;
  onChange: (said: Said) => void;
  /** The caret moved, or the text. */
  onLook: () => void;
  onBlur: () => void;
  onFiles: (files: File[]) => void;
  label: string;
  placeholder: string;
  lang: string;
  describedBy?: string | undefined;
  /** The list that is open below the caret, and what is chosen in it. */
  listId?: string | undefined;
  activeId?: string | undefined;
  /** Stretches of the text to underline, in their order. */
  underlined: readonly { start: number; end: number }[];
}
