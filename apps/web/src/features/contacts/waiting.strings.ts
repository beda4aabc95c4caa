import { defineStrings } from '../../i18n';

export const waitingStrings = defineStrings('waiting', {
  en: {
    waiting: 'How long the customer waits', since: 'Waits since', due: 'Answer due', usual: '{{time}}, as usual here', late: '{{time}}, overdue', by: 'by {{time}}', never: 'never: nobody works then',
    first_reply: 'First reply', next_reply: 'Reply', resolution: 'Resolution', clock: 'round the clock', soFar: 'Promised times', kept: '{{kept}} of {{all}} kept',
    paused_customer: 'the customer’s turn, {{left}} left', paused_snoozed: 'stands while snoozed, {{left}} left', paused_pending: 'stands while we wait for the customer, {{left}} left',
  },
  pl: {
    waiting: 'Ile czeka klient', since: 'Czeka od', due: 'Odpowiedź do', usual: '{{time}}, jak zwykle tutaj', late: '{{time}}, po terminie', by: 'do {{time}}', never: 'nigdy: nikt wtedy nie pracuje',
    first_reply: 'Pierwsza odpowiedź', next_reply: 'Odpowiedź', resolution: 'Załatwienie', clock: 'przez całą dobę', soFar: 'Obiecane czasy', kept: 'dotrzymane: {{kept}} z {{all}}',
    paused_customer: 'kolej klienta, zostało {{left}}', paused_snoozed: 'stoi, gdy odłożone, zostało {{left}}', paused_pending: 'stoi, gdy czekamy na klienta, zostało {{left}}',
  },
});
