import { useState } from 'react';
import { useShortcut } from '../../app/keys';
import { useCan } from '../../app/me';
import type { StartKind } from './channels-for';
import { StartDialog } from './start-dialog';

/** Answers "+ P", "+ C" and "+ N" on every screen. Mounted once. */
export function ContactDialogs() {
  const may = useCan('conversation.start');
  const [kind, setKind] = useState<StartKind | null>(null);
  useShortcut('log-call', () => setKind('call'), { when: may });
  useShortcut('log-visit', () => setKind('visit'), { when: may });
  useShortcut('write-first', () => setKind('write'), { when: may });
  return kind === null ? null : <StartDialog key={kind} kind={kind} onClose={() => setKind(null)} />;
}
