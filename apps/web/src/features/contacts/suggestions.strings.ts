import { defineStrings } from '../../i18n';

export const suggestionStrings = defineStrings('suggestions', {
  en: {
    title: 'Possibly the same person', same: 'Looks like the same person', phone: 'same phone number {{value}}', email: 'same email {{value}}', handle: 'same name {{value}} on {{here}} and {{there}}', name: 'same name in the same firm: {{value}}', inSignature: 'in the signature of a letter: “{{words}}”', keyYes: 'merge', keyNo: 'not the same', vouched: 'confirmed by both platforms',
    look: 'Compare and merge', not: 'Not the same', mergeTitle: 'Merge these two customers?', mergeBody: 'All identities and conversations come together under {{name}}. It can be undone.', why: 'What speaks for it', stays: 'stays', joins: 'is joined', mergeNow: 'Merge', dismissed: '{{other}} is somebody else. You will not be asked again.', dismissFailed: 'Not noted: {{reason}}', cancel: 'Cancel',
  },
  pl: {
    title: 'Być może ta sama osoba', same: 'To wygląda na tę samą osobę', phone: 'ten sam numer telefonu {{value}}', email: 'ten sam e-mail {{value}}', handle: 'ta sama nazwa {{value}}, kanały: {{here}} i {{there}}', name: 'to samo nazwisko w tej samej firmie: {{value}}', inSignature: 'w podpisie listu: „{{words}}”', keyYes: 'połącz', keyNo: 'ktoś inny', vouched: 'potwierdzają to obie platformy',
    look: 'Porównaj i połącz', not: 'Ktoś inny', mergeTitle: 'Połączyć tych dwoje klientów?', mergeBody: 'Wszystkie tożsamości i rozmowy znajdą się razem: {{name}}. Można to cofnąć.', why: 'Co za tym przemawia', stays: 'zostaje', joins: 'dołącza', mergeNow: 'Połącz', dismissed: '{{other}} to ktoś inny. To pytanie już się nie pojawi.', dismissFailed: 'Nie zapisano: {{reason}}', cancel: 'Anuluj',
  },
});
