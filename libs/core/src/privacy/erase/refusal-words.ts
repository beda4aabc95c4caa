import type { ErasureHold, Locale } from '@kontuar/contract';
import { longDay } from '../../cases/letter-words';

export interface RefusalFacts { name: string; askedOn: string; holds: readonly ErasureHold[] }

/** The first draft of the letter that says what is kept, why and until when; people change it before it leaves. */
export function refusalWords(locale: Locale, { name, askedOn, holds }: RefusalFacts): { title: string; text: string; cover: string } {
  const day = longDay(locale, askedOn);
  const kept = holds.map((hold) => `– ${locale === 'pl' ? pl(hold) : en(hold)}`).join('\n');
  if (locale === 'pl') {
    return {
      title: 'Odpowiedź na żądanie usunięcia danych',
      text: [
        'Dzień dobry,', `odpowiadamy na żądanie usunięcia danych osobowych z dnia ${day} (art. 17 RODO).`,
        'Usunęliśmy Państwa dane: wiadomości, pliki, notatki, szkice i adresy, poza tym, co wymieniamy niżej.',
        `Zachowujemy jeszcze rozmowy, pisma i dane kontaktowe potrzebne w tych sprawach:\n${kept}`,
        'Podstawą jest art. 17 ust. 3 lit. e RODO: dane są niezbędne do ustalenia, dochodzenia lub obrony roszczeń. Nie używamy ich do niczego innego. Gdy podany termin minie, usuniemy je bez kolejnego wniosku.',
        'Jeśli nie zgadzają się Państwo z tą odpowiedzią, mogą Państwo wnieść skargę do Prezesa Urzędu Ochrony Danych Osobowych albo skierować sprawę do sądu.',
        'Z poważaniem',
      ].join('\n\n'),
      cover: 'Dzień dobry,\n\nw załączniku przesyłamy odpowiedź na żądanie usunięcia danych.\n\nZ poważaniem',
    };
  }
  return {
    title: 'Answer to your request for erasure',
    text: [
      name === '' ? 'Dear customer,' : `Dear ${name},`, `this is our answer to your request of ${day} to erase your personal data (Art. 17 GDPR).`,
      'We have erased your data: messages, files, notes, drafts and addresses, but for what is listed below.',
      `We still keep the conversations, letters and contact details that are needed in these matters:\n${kept}`,
      'The basis is Art. 17(3)(e) GDPR: the data are necessary for the establishment, exercise or defence of legal claims. We use them for nothing else. Once the time stated has passed we erase them without a further request.',
      'If you do not agree with this answer, you may complain to the supervisory authority (in Poland: the President of the Personal Data Protection Office) or turn to a court.',
      'Yours faithfully',
    ].join('\n\n'),
    cover: 'Hello,\n\nplease find attached our answer to your request for erasure.\n\nKind regards',
  };
}

const dayBefore = (until: string): string => new Date(Date.parse(until) - 1000).toISOString().slice(0, 10);
const pl = ({ code, until }: ErasureHold): string => (until === null ? `sprawa ${code}: do jej zakończenia, a potem dopóki można dochodzić roszczeń` : `sprawa ${code}: do ${longDay('pl', dayBefore(until))}, kiedy przedawniają się roszczenia`);
const en = ({ code, until }: ErasureHold): string => (until === null ? `case ${code}: until it is closed, and after that for as long as claims may be made` : `case ${code}: until ${longDay('en', dayBefore(until))}, when claims lapse`);
