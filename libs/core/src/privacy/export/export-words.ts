import type { Locale } from '@kontuar/contract';

const words = {
  en: { title: 'What we hold of you', made: 'Made on', by: 'by', person: 'You', addresses: 'Your addresses and accounts', consents: 'What you agreed to', conversations: 'Conversations', cases: 'Cases', us: 'We', you: 'You', note: 'Note of ours', files: 'Files', yes: 'yes', no: 'no', hint: 'The same stands in data.json, for programs. Files are in the folder “files”.', numbered: 'Conversation', more: 'Everything else is in data.json.' },
  pl: { title: 'Co o Tobie przechowujemy', made: 'Sporządzono', by: 'przez', person: 'Ty', addresses: 'Twoje adresy i konta', consents: 'Twoje zgody', conversations: 'Rozmowy', cases: 'Zgłoszenia', us: 'My', you: 'Ty', note: 'Nasza notatka', files: 'Pliki', yes: 'tak', no: 'nie', hint: 'To samo, w postaci dla programów, jest w pliku data.json. Pliki są w folderze „files”.', numbered: 'Rozmowa', more: 'Wszystko inne jest w pliku data.json.' },
} as const;

export type ExportWords = Record<keyof (typeof words)['en'], string>;
/** In the language of the person. */
export const exportWords = (locale: Locale): ExportWords => words[locale];
