import type { MoreWords } from './more.en';

/** What the panel says from the start. */
export const en = {
  title: 'Chat', close: 'Close', back: 'Back', keys: 'Keys', runsOn: 'Runs on Kontuar', hello: 'Hello, how can we help?', write: 'Write to us', goOn: 'Your conversation',
  newMessages: (n: number) => `${n} new`, usual: (time: string) => `We usually answer in ${time}`, person: 'A person answers', until: (time: string) => `today until ${time}`,
  closedUntil: (time: string) => `We answer from ${time}`, closedNow: 'We are closed now', closedHint: 'Write now, the answer waits for you here.',
  closedHintEmail: 'Write now and leave your address: the answer comes by email.', message: 'Message', send: 'Send', log: 'Messages',
  addMore: 'Add something', writeHere: 'Write a message', attach: 'Attach a file', sent: (time: string) => `Sent ${time}`, read: (time: string) => `Read ${time}`, sending: 'Sending',
  notSentYet: 'Not sent yet', refused: 'Not accepted', again: 'Try again', remove: 'Remove', you: 'You', deleted: 'Message deleted', edited: 'edited', today: 'Today',
  yesterday: 'Yesterday', older: 'Show older messages', typing: (name: string) => `${name} is writing`, newLine: 'New',
  emailNoted: 'Noted. If you are away, the answer comes by email.', offline: 'No connection. Messages stay here and leave when it is back.',
  slowDown: 'That was a lot at once. The rest leaves in a moment.', tooManyFiles: (n: number) => `At most ${n} files in one message`, drop: 'Drop files here',
  closedAt: (time: string) => `Conversation closed at ${time}`, closed: 'Conversation closed', thanks: 'Thank you for the rating.', failed: 'The chat could not be loaded.',
};
export type BaseWords = typeof en;
/** The parts that say more wait until it is there: see `Chat.more`. */
export type Words = BaseWords & MoreWords;
