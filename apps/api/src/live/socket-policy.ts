import type { ClientEvents, Verb } from '@kontuar/contract';

/** Who may send which socket event: one line each, checked before its handler runs. */
export const socketPolicy = {
  open: 'conversation.read',
  close: 'conversation.list',
  typing: 'conversation.read',
  presence: 'self.manage',
  resume: 'conversation.list',
  'board.join': 'board.read',
  'board.leave': 'board.read',
  'draft.join': 'conversation.reply',
  'draft.update': 'conversation.reply',
  'draft.cursor': 'conversation.reply',
  'draft.leave': 'conversation.list',
} satisfies Record<keyof ClientEvents, Verb>;
