import { useEffect, useRef, useState } from 'react';
import type { SharedDraftForm } from '@kontuar/contract';
import type { DraftSession } from './draft-session';
import type { SharedLetter } from './letter-binding';

/** The binding of the editor to a shared letter, as soon as the document and the code are here. Null: a plain text, or not yet. */
export function useLetterBinding(session: DraftSession | null, form: SharedDraftForm | null, tooLong: () => void): SharedLetter | null {
  const [made, setMade] = useState<{ session: DraftSession; shared: SharedLetter } | null>(null);
  const say = useRef(tooLong);
  say.current = tooLong;
  useEffect(() => {
    if (session === null || form !== 'letter') return undefined;
    let isOver = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    const load = (): void => void import('./letter-binding').then(
      ({ letterBinding }) => { if (!isOver) setMade({ session, shared: letterBinding(session, () => say.current()) }); },
      // The line was down, or a new version was deployed.
      () => { if (!isOver) again = setTimeout(load, 3000); },
    );
    load();
    return () => {
      isOver = true;
      clearTimeout(again);
      setMade(null);
    };
  }, [session, form]);
  return made !== null && made.session === session ? made.shared : null;
}
