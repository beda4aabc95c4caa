import { heard, type Heard } from '../text/heard';
import { said } from '../text/said';
import { body } from './body';

/** A message as its matter is read from it. */
export interface Spoken {
  all: Heard;
  /** Without what is quoted in what is left: mostly the same. */
  own: Heard;
}

export function spokenIn(text: string): Spoken {
  const words = body(text);
  const all = heard(words);
  const own = said(words);
  return { all, own: own === words ? all : heard(own) };
}
