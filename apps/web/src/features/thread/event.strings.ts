import { defineStrings } from '../../i18n';

/** Lines of the timeline. In Polish in the present tense or without a person: we do not know anybody's gender. */
export const eventStrings = defineStrings('events', {
  en: {
    took: '{{who}} took it over', tookFrom: '{{who}} took it over from {{from}}',
    handedOver: '{{who}} handed it over to {{to}}', moved: 'Reassigned from {{from}} to {{to}} by {{who}}', movedBySystem: 'Reassigned from {{from}} to {{to}}',
    assigned: '{{who}} assigned it to {{to}}', assignedBySystem: 'Assigned to {{to}}', teamed: '{{who}} passed it to {{team}}', teamBySystem: 'Passed to {{team}}', noTeam: '{{who}} took it out of its team', noTeamBySystem: 'Belongs to no team any more',
    unassigned: '{{who}} put it back into the queue', unassignedFrom: '{{who}} took it from {{from}}, back into the queue', unassignedBySystem: 'Back in the queue',
    sendWarning: 'Sent, but not to everyone', resolved: '{{who}} resolved it', resolvedBySystem: 'Resolved', reopened: '{{who}} reopened it', reopenedBySystem: 'Reopened', reopenedByCustomer: 'Reopened by the customer’s message', reopenedByFailure: 'Reopened, because a message was not delivered',
    pending: '{{who}} waits for the customer', pendingBySystem: 'Waits for the customer',
    snoozed: '{{who}} snoozed it until {{until}}', snoozedOpen: '{{who}} snoozed it', unsnoozed: '{{who}} took it up again', snoozeEnded: 'Back from snooze', wokenByCustomer: 'Back, because the customer wrote',
    priority: '{{who}} set it to {{to}}', matter: '{{who}} marked it as {{to}}', matterCleared: '{{who}} removed the matter',
    blocked: 'The customer blocked us: nothing we write arrives', unblocked: 'The customer can be written to again',
    rated: 'The customer rated the answer: {{score}} of 5', ratedWithout: 'The customer rated the answer', settled: 'the matter is settled', settledPartly: 'the matter is settled in part', settledNot: 'the matter is not settled', emailConsent: 'The customer asked for answers by email: {{address}}', other: '{{text}}',
    whyUndo: 'taken back', whyAnswered: 'by answering', whyRule: 'by a rule', whyTeamRemoved: 'the team was removed', whyMemberLeft: 'the owner left the workspace',
    ratingChanged: 'The customer changed the stars from {{from}} to {{to}} of {{of}}', reopenedByEdit: 'Reopened, because the customer changed the text',
    actHide: '{{who}} hid a message', actHideThere: 'A message was hidden on the platform', actUnhide: '{{who}} showed a message again', actUnhideThere: 'A message was shown again on the platform', actLike: '{{who}} liked a message', actLikeThere: 'A message was liked on the platform', actUnlike: '{{who}} took a like back', actUnlikeThere: 'A like was taken back on the platform', actDelete: '{{who}} deleted a message for everyone', actDeleteThere: 'A message was deleted on the platform',
    thanks: 'Closed as thanks: the thank-you did not reopen it', undoThanks: 'Reopen',
  },
  pl: {
    took: '{{who}} przejmuje rozmowę', tookFrom: '{{who}} przejmuje rozmowę, wcześniej: {{from}}',
    handedOver: '{{who}} przekazuje rozmowę, prowadzi: {{to}}', moved: 'Zmiana prowadzącego: {{from}} → {{to}}, decyzja: {{who}}', movedBySystem: 'Zmiana prowadzącego: {{from}} → {{to}}',
    assigned: '{{who}} przydziela rozmowę, prowadzi: {{to}}', assignedBySystem: 'Przydzielono, prowadzi: {{to}}', teamed: '{{who}} przekazuje rozmowę, zespół: {{team}}', teamBySystem: 'Przekazano, zespół: {{team}}', noTeam: '{{who}} wyjmuje rozmowę z zespołu', noTeamBySystem: 'Rozmowa nie należy już do zespołu',
    unassigned: '{{who}} oddaje rozmowę do kolejki', unassignedFrom: '{{who}} oddaje rozmowę do kolejki, wcześniej: {{from}}', unassignedBySystem: 'Z powrotem w kolejce',
    sendWarning: 'Wysłano, ale nie do wszystkich', resolved: '{{who}} kończy rozmowę', resolvedBySystem: 'Zakończono', reopened: '{{who}} otwiera rozmowę ponownie', reopenedBySystem: 'Otwarto ponownie', reopenedByCustomer: 'Otwarto ponownie po wiadomości klienta', reopenedByFailure: 'Otwarto ponownie, bo wiadomość nie dotarła',
    pending: '{{who}} czeka na klienta', pendingBySystem: 'Czeka na klienta',
    snoozed: '{{who}} odkłada rozmowę do {{until}}', snoozedOpen: '{{who}} odkłada rozmowę', unsnoozed: '{{who}} wraca do rozmowy', snoozeEnded: 'Wraca po odłożeniu', wokenByCustomer: 'Wraca, bo klient napisał',
    priority: '{{who}} ustawia: {{to}}', matter: '{{who}} oznacza sprawę: {{to}}', matterCleared: '{{who}} usuwa rodzaj sprawy',
    blocked: 'Klient nas zablokował: nic, co napiszemy, nie dotrze', unblocked: 'Do klienta znów można pisać',
    rated: 'Ocena odpowiedzi przez klienta: {{score}} na 5', ratedWithout: 'Klient ocenił odpowiedź', settled: 'sprawa jest załatwiona', settledPartly: 'sprawa jest załatwiona częściowo', settledNot: 'sprawa nie jest załatwiona', emailConsent: 'Klient prosi o odpowiedzi e-mailem: {{address}}', other: '{{text}}',
    whyUndo: 'cofnięto', whyAnswered: 'przez odpowiedź', whyRule: 'według reguły', whyTeamRemoved: 'zespół usunięto', whyMemberLeft: 'prowadzący odchodzi z przestrzeni',
    ratingChanged: 'Klient zmienia gwiazdki z {{from}} na {{to}} z {{of}}', reopenedByEdit: 'Otwarto ponownie, bo klient zmienił tekst',
    actHide: '{{who}} ukrywa wiadomość', actHideThere: 'Wiadomość ukryto na platformie', actUnhide: '{{who}} pokazuje wiadomość znowu', actUnhideThere: 'Wiadomość pokazano znowu na platformie', actLike: '{{who}} lubi wiadomość', actLikeThere: 'Wiadomość polubiono na platformie', actUnlike: '{{who}} cofa polubienie', actUnlikeThere: 'Polubienie cofnięto na platformie', actDelete: '{{who}} usuwa wiadomość dla wszystkich', actDeleteThere: 'Wiadomość usunięto na platformie',
    thanks: 'Zakończona podziękowaniem: „dziękuję” jej nie otworzyło', undoThanks: 'Otwórz ponownie',
  },
});
