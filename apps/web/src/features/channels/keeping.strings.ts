import { defineStrings } from '../../i18n';

/** What keeps a channel whole: comparison with the platform, its allowance, the end of the access. */
export const keepingStrings = defineStrings('keeping', {
  en: {
    reconciliation: 'Compared with the platform', neverCompared: 'Not compared yet. It happens every hour, and after a break.', comparedAt: 'Last compared', since: 'what came since {{when}}', seen: 'Messages there', missing: 'Missing here', fetched: 'Deliveries fetched',
    allThere: 'Everything that the platform holds is here.', mended_one: '{{count}} message was missing and is being fetched.', mended_other: '{{count}} messages were missing and are being fetched.', notFinished: 'The comparison could not be finished: {{reason}}',
    quotas: 'What the platform allows', used: '{{used}} of {{limit}} used', left: '{{left}} left', resets: 'starts anew {{when}}', quotaFull: 'Used up: the platform takes nothing more until then.', quotaNear: 'Nearly used up.',
    expiry: 'Access', endsIn_one: 'ends in {{count}} day, on {{day}}', endsIn_other: 'ends in {{count}} days, on {{day}}', endsToday: 'ends today, at {{time}}', ended: 'ended on {{day}}', mendConsent: 'Allow it once more on the platform’s own screen; nothing has to be copied.', mendHand: 'Make a new access key on the platform, enter it below and save.', mend: 'To the connection',
    webhookHow: 'On the platform, look for “webhook” or “callback URL”, paste this address, and use the secret or verify token from the form beside it. Kontuar answers the test of the platform by itself.',
    ofConversation: 'Marked: what came in for the conversation that you come from.',
  },
  pl: {
    reconciliation: 'Porównanie z platformą', neverCompared: 'Jeszcze nie porównano. Dzieje się to co godzinę i po każdej przerwie.', comparedAt: 'Ostatnio porównano', since: 'co przyszło od {{when}}', seen: 'Wiadomości tam', missing: 'Brakowało tutaj', fetched: 'Pobrane dostawy',
    allThere: 'Wszystko, co ma platforma, jest tutaj.', mended_one: 'Brakowało {{count}} wiadomości, jest pobierana.', mended_few: 'Brakowało {{count}} wiadomości, są pobierane.', mended_many: 'Brakowało {{count}} wiadomości, są pobierane.', mended_other: 'Brakowało {{count}} wiadomości, są pobierane.', notFinished: 'Porównania nie udało się dokończyć: {{reason}}',
    quotas: 'Limity platformy', used: 'wykorzystano {{used}} z {{limit}}', left: 'zostało {{left}}', resets: 'odnowienie: {{when}}', quotaFull: 'Limit jest wyczerpany: do tego czasu platforma nic nie przyjmie.', quotaNear: 'Limit prawie wyczerpany.',
    expiry: 'Dostęp', endsIn_one: 'kończy się za {{count}} dzień, {{day}}', endsIn_few: 'kończy się za {{count}} dni, {{day}}', endsIn_many: 'kończy się za {{count}} dni, {{day}}', endsIn_other: 'kończy się za {{count}} dnia, {{day}}', endsToday: 'kończy się dziś o {{time}}', ended: 'skończył się {{day}}', mendConsent: 'Potwierdź go jeszcze raz na ekranie platformy; niczego nie trzeba kopiować.', mendHand: 'Utwórz na platformie nowy klucz dostępu, wpisz go niżej i zapisz.', mend: 'Do połączenia',
    webhookHow: 'Na platformie znajdź „webhook” albo „callback URL”, wklej ten adres i użyj sekretu albo tokenu weryfikacji z formularza obok. Na próbę platformy Kontuar odpowie sam.',
    ofConversation: 'Zaznaczono to, co przyszło do rozmowy, z której prowadzi ten link.',
  },
});
