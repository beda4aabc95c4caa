import { defineStrings } from '../../i18n';

export const personDataStrings = defineStrings('personData', {
  en: {
    title: 'Personal data', export: 'Export their data', erase: 'Erase this person…', exporting: 'The archive is being made. It stands under Settings, Privacy.', failed: 'Not done: {{reason}}',
    dialog: 'Erase {{name}}', asks: 'They asked to be erased. First see what it comes to; nothing happens before the second step.', loading: 'Counting…',
    goes: 'Goes for ever', stays: 'Stays for now', files_one: '{{count}} file', files_other: '{{count}} files', elsewhere_one: '{{count}} message in other people’s conversations is emptied too.', elsewhere_other: '{{count}} messages in other people’s conversations are emptied too.',
    heldOpen: 'Case {{code}}: held back while it is open', heldUntil: 'Case {{code}}: held back until {{day}}, when claims lapse', source: 'Source: {{source}}. A reminder, no legal advice.', nothingStays: 'Nothing stays but numbers that lead to nobody.',
    ground: 'Ground', groundA: 'No longer needed for what it was collected for', groundB: 'They withdrew their consent', groundC: 'They object', groundD: 'It was processed unlawfully', groundE: 'A law demands it', groundF: 'Collected from a child for an online service', groundOther: 'The firm wants it', askedOn: 'Day on which they asked',
    next: 'To the second step', back: 'Back', confirm: 'Type “{{name}}” to confirm', confirmHelp: 'There is no way back, and no Undo.', wrong: 'This is not the name.', act: 'Erase for ever', cancel: 'Cancel', begun: 'The person is being erased. The state stands under Settings, Privacy.',
  },
  pl: {
    title: 'Dane osobowe', export: 'Eksportuj dane', erase: 'Usuń dane tej osoby…', exporting: 'Archiwum się przygotowuje. Będzie w Ustawieniach, w części Prywatność.', failed: 'Nie udało się: {{reason}}',
    dialog: 'Usuń dane: {{name}}', asks: 'Ta osoba żąda usunięcia danych. Najpierw zobacz, co to oznacza; nic się nie stanie przed drugim krokiem.', loading: 'Liczenie…',
    goes: 'Znika na zawsze', stays: 'Na razie zostaje', files_one: '{{count}} plik', files_few: '{{count}} pliki', files_many: '{{count}} plików', files_other: '{{count}} pliku', elsewhere_one: 'Opróżniona zostanie też {{count}} wiadomość w rozmowach innych osób.', elsewhere_few: 'Opróżnione zostaną też {{count}} wiadomości w rozmowach innych osób.', elsewhere_many: 'Opróżnionych zostanie też {{count}} wiadomości w rozmowach innych osób.', elsewhere_other: 'Opróżnione zostaną też wiadomości w rozmowach innych osób ({{count}}).',
    heldOpen: 'Sprawa {{code}}: zatrzymana, dopóki jest otwarta', heldUntil: 'Sprawa {{code}}: zatrzymana do {{day}}, kiedy przedawniają się roszczenia', source: 'Źródło: {{source}}. To przypomnienie, nie porada prawna.', nothingStays: 'Zostaną tylko liczby, które nie prowadzą do nikogo.',
    ground: 'Podstawa', groundA: 'Dane nie są już potrzebne do celu, w którym je zebrano', groundB: 'Cofnięcie zgody', groundC: 'Sprzeciw', groundD: 'Przetwarzanie było niezgodne z prawem', groundE: 'Wymaga tego prawo', groundF: 'Dane dziecka zebrane dla usługi internetowej', groundOther: 'Decyzja firmy', askedOn: 'Dzień żądania',
    next: 'Do drugiego kroku', back: 'Wstecz', confirm: 'Wpisz „{{name}}”, aby potwierdzić', confirmHelp: 'Tego nie da się cofnąć.', wrong: 'To nie jest ta nazwa.', act: 'Usuń na zawsze', cancel: 'Anuluj', begun: 'Dane tej osoby są usuwane. Stan widać w Ustawieniach, w części Prywatność.',
  },
});
