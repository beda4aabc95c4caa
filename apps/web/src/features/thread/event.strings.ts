import { defineStrings } from '../../i18n';

/** Lines of the timeline. In Polish without a gendered past tense: who did it follows as "…, kto". */
export const eventStrings = defineStrings('events', {
  en: {
    took: '{{who}} took it over', tookFrom: '{{who}} took it over from {{from}}',
    handedOver: '{{who}} handed it over to {{to}}', moved: 'Reassigned from {{from}} to {{to}} by {{who}}', movedBySystem: 'Reassigned from {{from}} to {{to}}',
    assigned: '{{who}} assigned it to {{to}}', assignedBySystem: 'Assigned to {{to}}', teamed: '{{who}} passed it to {{team}}', teamBySystem: 'Passed to {{team}}',
    unassigned: '{{who}} put it back into the queue', unassignedFrom: '{{who}} took it from {{from}}, back into the queue',
    resolved: '{{who}} resolved it', resolvedBySystem: 'Resolved', reopened: '{{who}} reopened it', reopenedBySystem: 'Reopened', reopenedByCustomer: 'Reopened by the customer’s message', pending: '{{who}} waits for the customer',
    snoozed: '{{who}} snoozed it until {{until}}', snoozedOpen: '{{who}} snoozed it', unsnoozed: '{{who}} woke it up', snoozeEnded: 'Back from snooze',
    thanks: 'Closed as thanks: the customer’s thank-you did not reopen it', undoThanks: 'Reopen',
    priority: '{{who}} set the priority to {{to}}', matter: '{{who}} marked it as {{to}}', matterCleared: '{{who}} removed the matter', subject: '{{who}} renamed it to “{{to}}”',
    labelled: '{{who}} added {{added}}', unlabelled: '{{who}} removed {{removed}}', relabelled: '{{who}} added {{added}} and removed {{removed}}', labelsChanged: '{{who}} changed the labels',
    blocked: '{{who}} blocked us: nothing we write arrives', unblocked: '{{who}} can be written to again', merged: 'Two customers were recognised as one', continues: 'Continues an earlier conversation',
    rated: 'The customer rated the answer: {{score}} of 5', started: '{{who}} opened the conversation', startedByCustomer: 'The customer opened the conversation', other: '{{text}}',
  },
  pl: {
    took: 'Przejęcie: {{who}}', tookFrom: '{{who}} przejmuje od: {{from}}',
    handedOver: '{{who}} przekazuje do: {{to}}', moved: 'Zmiana prowadzącego: {{from}} → {{to}}, decyzja: {{who}}', movedBySystem: 'Zmiana prowadzącego: {{from}} → {{to}}',
    assigned: '{{who}} przydziela do: {{to}}', assignedBySystem: 'Przydzielono do: {{to}}', teamed: '{{who}} przekazuje do zespołu {{team}}', teamBySystem: 'Przekazano do zespołu {{team}}',
    unassigned: 'Z powrotem w kolejce, decyzja: {{who}}', unassignedFrom: 'Z powrotem w kolejce (było: {{from}}), decyzja: {{who}}',
    resolved: 'Zakończono, {{who}}', resolvedBySystem: 'Zakończono', reopened: 'Otwarto ponownie, {{who}}', reopenedBySystem: 'Otwarto ponownie', reopenedByCustomer: 'Otwarta ponownie po wiadomości klienta', pending: 'Czeka na klienta, {{who}}',
    snoozed: 'Odłożono do {{until}}, {{who}}', snoozedOpen: 'Odłożono, {{who}}', unsnoozed: 'Wznowiono, {{who}}', snoozeEnded: 'Wraca po odłożeniu',
    thanks: 'Zamknięta jako podziękowanie: „dziękuję” klienta jej nie otworzyło', undoThanks: 'Otwórz ponownie',
    priority: 'Priorytet: {{to}}, {{who}}', matter: 'Rodzaj sprawy: {{to}}, {{who}}', matterCleared: 'Usunięto rodzaj sprawy, {{who}}', subject: 'Nowy temat: „{{to}}”, {{who}}',
    labelled: 'Dodano: {{added}}, {{who}}', unlabelled: 'Zdjęto: {{removed}}, {{who}}', relabelled: 'Dodano: {{added}}, zdjęto: {{removed}}, {{who}}', labelsChanged: 'Zmieniono etykiety, {{who}}',
    blocked: '{{who}} blokuje nas: nic, co napiszemy, nie dotrze', unblocked: '{{who}}: można znowu pisać', merged: 'Dwóch klientów rozpoznano jako jednego', continues: 'Ciąg dalszy wcześniejszej rozmowy',
    rated: 'Ocena odpowiedzi przez klienta: {{score}} na 5', started: 'Rozmowa założona, {{who}}', startedByCustomer: 'Rozmowa założona przez klienta', other: '{{text}}',
  },
});
