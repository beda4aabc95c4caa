import { useEffect, useRef } from 'react';
import { useStrings } from '../../../i18n';
import { announce } from '../../../ui';
import type { Person } from './draft-session';
import { togetherStrings } from './together.strings';

/** Said once in so long: whoever listens wants to write, too. */
const AGAIN_MS = 20_000;

/** Who comes, goes and writes, for those who hear the screen. */
export function useCompany(people: readonly Person[], open: boolean): void {
  const t = useStrings(togetherStrings);
  const before = useRef<ReadonlyMap<string, string>>(new Map());
  const said = useRef({ name: '', at: 0 });
  useEffect(() => {
    const now = new Map(people.map(({ memberId, name }) => [memberId, name]));
    if (open) {
      for (const [memberId, name] of now) if (!before.current.has(memberId)) announce(t('joined', { name }));
      for (const [memberId, name] of before.current) if (!now.has(memberId)) announce(t('left', { name }));
    }
    before.current = open ? now : new Map();
    const writer = people.find(({ writing }) => writing)?.name;
    const at = Date.now();
    if (writer === undefined || (said.current.name === writer && at - said.current.at < AGAIN_MS)) return;
    said.current = { name: writer, at };
    announce(t('writing', { name: writer }));
  }, [people, open, t]);
}
