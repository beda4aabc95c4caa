import { defineStrings } from '../../i18n';

export const waitingStrings = defineStrings('waiting', {
  en: { waiting: 'How long the customer waits', since: 'Waits since', due: 'Answer due', usual: '{{time}}, as usual here', late: '{{time}}, overdue' },
  pl: { waiting: 'Ile czeka klient', since: 'Czeka od', due: 'Odpowiedź do', usual: '{{time}}, jak zwykle tutaj', late: '{{time}}, po terminie' },
});
