import { useEffect, useState } from 'react';
import { onCommand, type Commands } from '../../app/commands';
import { useShortcut } from '../../app/keys';
import { lazily } from '../../app/lazily';
import { useCan } from '../../app/me';
import type { StartKind } from './channels-for';

const StartDialog = lazily(() => import('./start-dialog').then((part) => part.StartDialog));

/** Answers "+ P", "+ C" and "+ N" on every screen, and whoever wants to write to somebody known. Mounted once. */
export function ContactDialogs() {
  const may = useCan('conversation.start');
  const [kind, setKind] = useState<StartKind | null>(null);
  const [known, setKnown] = useState<Commands['write-first'] | null>(null);
  const open = (next: StartKind) => {
    setKnown(null);
    setKind(next);
  };
  useShortcut('log-call', () => open('call'), { when: may });
  useShortcut('log-visit', () => open('visit'), { when: may });
  useShortcut('write-first', () => open('write'), { when: may });
  useEffect(() => onCommand('write-first', (wish) => {
    setKnown(wish);
    setKind('write');
  }), []);
  return kind === null ? null : <StartDialog key={kind} kind={kind} known={known} onClose={() => setKind(null)} />;
}
