import { defineStrings } from '../../../i18n';

export const togetherStrings = defineStrings('together', {
  en: {
    share: 'Write together: colleagues who may reply see this draft and write in it', shared: 'The draft is shared', offered: '{{name}}’s draft', begin: 'Continue it', nothing: 'nothing written yet',
    here: 'Written together', alone: 'Only you are here', with: 'With {{names}}', writing: '{{name}} is writing', joined: '{{name}} joined the draft', left: '{{name}} left the draft',
    leave: 'Leave', keep: 'Stop sharing', kept: 'The draft is yours alone again', opening: 'Opening the shared draft …',
    sentBy: '{{name}} sent the shared draft', keptBy: '{{name}} took the draft back; it is not shared any more', gone: 'The shared draft is not open to you any more',
    yoursStay: 'Your last words were not in it; they are kept here as a draft of your own', sentFirst: '{{name}} was faster: the shared draft is sent once', sentFirstNobody: 'Somebody was faster: the shared draft is sent once',
    changed: 'A colleague changed the shared draft while yours was on its way. Look at it and send again.', noLonger: 'The draft is not shared any more; your text is kept here', already: '{{name}} shares a draft here already', tooLong: 'The shared draft would become too long',
    fileFailed: 'The file could not be shared: {{reason}}',
  },
  pl: {
    share: 'Pisz wspólnie: kto może odpowiadać, widzi ten szkic i w nim pisze', shared: 'Szkic jest wspólny', offered: 'Szkic: {{name}}', begin: 'Pisz dalej', nothing: 'jeszcze nic nie ma',
    here: 'Piszecie wspólnie', alone: 'Jesteś tu tylko Ty', with: 'Z Tobą: {{names}}', writing: '{{name}} pisze', joined: '{{name}}: w szkicu', left: '{{name}}: już nie w szkicu',
    leave: 'Wyjdź', keep: 'Przestań udostępniać', kept: 'Szkic znów jest tylko Twój', opening: 'Otwieram wspólny szkic …',
    sentBy: '{{name}}: wspólny szkic wysłany', keptBy: '{{name}}: szkic wycofany, nie jest już wspólny', gone: 'Nie masz już dostępu do wspólnego szkicu',
    yoursStay: 'Twoich ostatnich słów w nim nie było; zostały tu jako Twój szkic', sentFirst: '{{name}}: wysłane chwilę wcześniej. Wspólny szkic wychodzi raz', sentFirstNobody: 'Ktoś wysłał chwilę wcześniej. Wspólny szkic wychodzi raz',
    changed: 'Zanim doszła Twoja odpowiedź, ktoś zmienił wspólny szkic. Przeczytaj i wyślij jeszcze raz.', noLonger: 'Szkic nie jest już wspólny; Twój tekst został tutaj', already: '{{name}} ma tu już wspólny szkic', tooLong: 'Wspólny szkic byłby za długi',
    fileFailed: 'Nie udało się udostępnić pliku: {{reason}}',
  },
});
