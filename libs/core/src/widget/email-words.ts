export interface ContinuedReply { author: string; text: string; files: string[] }

const words = {
  en: { subject: (workspace: string) => `Your chat with ${workspace}`, intro: (workspace: string) => `Hello,\n\nyou asked us to send the answer from the chat with ${workspace} here:`, files: (names: string) => `(Files: ${names}. They wait for you in the chat.)`, asked: 'You wrote:', answer: 'You can simply answer this email: the conversation goes on.' },
  pl: { subject: (workspace: string) => `Twoja rozmowa: ${workspace}`, intro: (workspace: string) => `Dzień dobry,\n\nzgodnie z prośbą przesyłamy odpowiedź z czatu (${workspace}):`, files: (names: string) => `(Pliki: ${names}. Czekają w czacie.)`, asked: 'Twoja wiadomość:', answer: 'Wystarczy odpowiedzieć na tego e-maila: rozmowa toczy się dalej.' },
};

export const emailSubject = (locale: 'en' | 'pl', workspace: string): string => words[locale].subject(workspace);

/** Plain text: the answers that were not read, and the question that they belong to. */
export function emailBody(locale: 'en' | 'pl', chat: { workspace: string; replies: readonly ContinuedReply[]; asked: string | null }): string {
  const w = words[locale];
  const said = chat.replies.map((reply) => [`${reply.author}:`, reply.text, ...(reply.files.length === 0 ? [] : [w.files(reply.files.join(', '))])].filter((line) => line !== '').join('\n'));
  const asked = chat.asked === null ? [] : [`${w.asked}\n${chat.asked.slice(0, 2000).split('\n').map((line) => `> ${line}`).join('\n')}`];
  return [w.intro(chat.workspace), ...said, w.answer, ...asked].join('\n\n');
}
