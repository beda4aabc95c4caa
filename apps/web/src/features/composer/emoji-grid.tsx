import { useRef, useState, type KeyboardEvent } from 'react';
import { useLocale, useStrings } from '../../i18n';
import { foldText } from '../../ui';
import { composerStrings } from './composer.strings';
import { emojis } from './emoji';

const columns = 8;

/** Search by name in either language; arrows walk the grid, Enter takes. */
export function EmojiGrid({ onPick }: { onPick: (char: string) => void }) {
  const t = useStrings(composerStrings);
  const locale = useLocale();
  const grid = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const wanted = foldText(query);
  const found = emojis.filter(({ en, pl }) => foldText(`${en} ${pl}`).includes(wanted));
  const cells = () => [...(grid.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
  const walk = (event: KeyboardEvent) => {
    const all = cells();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    if (at + step < 0) return (grid.current?.previousElementSibling as HTMLElement | null)?.focus();
    all[Math.min(all.length - 1, at + step)]?.focus();
  };
  return (
    <>
      <input
        className="inp" type="text" autoFocus aria-label={t('emojiSearch')} placeholder={t('emojiSearch')} value={query} onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          const first = found[0];
          if (event.key === 'Enter') { event.preventDefault(); if (first !== undefined) onPick(first.char); }
          if (event.key === 'ArrowDown') { event.preventDefault(); cells()[0]?.focus(); }
        }}
      />
      <div className="emo-g" ref={grid} onKeyDown={walk}>
        {found.map(({ char, en, pl }, index) => (
          <button key={char} type="button" tabIndex={index === 0 ? 0 : -1} aria-label={locale === 'pl' ? pl : en} title={locale === 'pl' ? pl : en} onClick={() => onPick(char)}>{char}</button>
        ))}
        {found.length === 0 && <p className="mut">{t('emojiNone')}</p>}
      </div>
    </>
  );
}
