import { defineStrings } from '../../i18n';

export const consentsStrings = defineStrings('consents', {
  en: {
    title: 'Consents', given: 'Agreed', withdrawn: 'Objection', none: 'Never asked', since: 'since {{day}}', menu: 'Consent: {{purpose}}', give: 'They agreed…', withdraw: 'They said no', history: 'All lines ({{count}})', hide: 'Hide the lines',
    form: 'form', widget: 'website chat', agent: 'told a colleague', import: 'file', unsubscribe: 'unsubscribe link', api: 'API', by: 'by {{who}}', said: '{{purpose}}: yes', refused: '{{purpose}}: no', version: 'version {{version}}',
    dialog: 'They agreed: {{purpose}}', body: 'Keep what proves it: the words that they were shown.', text: 'Words that they were shown', textHint: 'As they stood on the form, or as you said them.', versionField: 'Version of the words', how: 'Where they said so', day: 'When', needsText: 'Write what they agreed to.', save: 'Keep', cancel: 'Cancel', saved: 'Kept', failed: 'Not kept: {{reason}}',
  },
  pl: {
    title: 'Zgody', given: 'Zgoda', withdrawn: 'Sprzeciw', none: 'Bez odpowiedzi', since: 'od {{day}}', menu: 'Zgoda: {{purpose}}', give: 'Wyraża zgodę…', withdraw: 'Nie zgadza się', history: 'Wszystkie wpisy ({{count}})', hide: 'Ukryj wpisy',
    form: 'formularz', widget: 'czat na stronie', agent: 'w rozmowie', import: 'plik', unsubscribe: 'link rezygnacji', api: 'API', by: '{{who}}', said: '{{purpose}}: tak', refused: '{{purpose}}: nie', version: 'wersja {{version}}',
    dialog: 'Zgoda: {{purpose}}', body: 'Zachowaj dowód: treść, którą klient zobaczył.', text: 'Treść pokazana klientowi', textHint: 'Tak, jak stała na formularzu albo jak ją powiedziano.', versionField: 'Wersja treści', how: 'Gdzie to powiedziano', day: 'Kiedy', needsText: 'Wpisz, na co klient się zgodził.', save: 'Zachowaj', cancel: 'Anuluj', saved: 'Zachowano', failed: 'Nie zachowano: {{reason}}',
  },
});
