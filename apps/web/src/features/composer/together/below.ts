import type { Said } from '../../../app/letter/area';
import { linesAsHtml } from '../../../app/letter/lines-as-html';
import type { DraftDesk } from '../use-draft';

/** Words that come back from a shared draft, below what one writes alone; where either has a look, both get one. */
export function below({ kind, draft, other }: Pick<DraftDesk, 'kind' | 'draft' | 'other'>, rest: Said): Said {
  const own: Said = (kind === 'reply' ? draft : other) ?? { text: '', html: null };
  if (own.text.trim() === '' && own.html === null) return rest;
  const html = own.html === null && rest.html === null ? null : `${own.html ?? linesAsHtml(own.text)}<p><br></p>${rest.html ?? linesAsHtml(rest.text)}`;
  return { text: `${own.text}\n\n${rest.text}`, html };
}
