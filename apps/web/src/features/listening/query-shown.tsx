import { Fragment } from 'react';
import type { MonitorView } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { listeningStrings } from './listening.strings';
import { pieceIn } from './query-piece';

/** What a monitor looks for: in blocks, where blocks can say it. */
export function QueryShown({ of: { blocks, query } }: { of: Pick<MonitorView, 'blocks' | 'query'> }) {
  const t = useStrings(listeningStrings);
  if (blocks === null) return <code>{query}</code>;
  const lines = [...blocks.groups.map((words, at) => ({ words, called: at === 0 ? t('anyOf') : t('andAny'), isNot: false })), ...(blocks.none.length > 0 ? [{ words: blocks.none, called: t('andNot'), isNot: true }] : [])];
  return <>{lines.map(({ words, called, isNot }) => <span key={called + words.join()} className="hear-qb"><span className="mut">{called}</span> {words.map((word, at) => <Fragment key={word}>{at > 0 && <span className="mut"> {t('or')} </span>}<Shown word={word} isNot={isNot} /></Fragment>)}</span>)}</>;
}

function Shown({ word, isNot }: { word: string; isNot: boolean }) {
  const t = useStrings(listeningStrings);
  const { text, forms } = pieceIn(word);
  return <span className="hear-k" data-not={isNot || undefined}>{text}{forms && <span className="hear-kf">{t('allForms')}</span>}</span>;
}
