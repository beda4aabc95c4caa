import { defineStrings } from '../../i18n';

/** What the list and its views say of what waits in a conversation: apart, so that the list needs no more than this of it. */
export const rowMarkStrings = defineStrings('row-marks', {
  en: {
    rowCancelled: 'A scheduled answer was cancelled', rowHeld: 'Held by a crisis', rowScheduled: 'Scheduled for {{time}}', rowFollowUp: 'Follow-up {{time}}', rowPromised: 'Promised for {{time}}', rowBroken: 'A promise was not kept: {{time}}', approvalsNav: 'To approve', approvalsTitle: 'Answers that wait for your approval', approvalsEmpty: 'Nothing waits for your approval', approvalsFilter: 'Find by name or text', awaiting: 'Waits for approval', stale: 'out of date', rowOurs_one: 'A side conversation was answered', rowOurs_other: '{{count}} side conversations were answered', rowTheirs_one: 'A side conversation waits for an answer', rowTheirs_other: '{{count}} side conversations wait for an answer',
  },
  pl: {
    rowCancelled: 'Zaplanowana odpowiedź została anulowana', rowHeld: 'Wstrzymane przez kryzys', rowScheduled: 'Zaplanowana odpowiedź: {{time}}', rowFollowUp: 'Przypomnienie: {{time}}', rowPromised: 'Obiecane na {{time}}', rowBroken: 'Obietnica niedotrzymana: {{time}}', approvalsNav: 'Do zgody', approvalsTitle: 'Odpowiedzi, które czekają na twoją zgodę', approvalsEmpty: 'Nic nie czeka na twoją zgodę', approvalsFilter: 'Szukaj po nazwie lub treści', awaiting: 'Czeka na zgodę', stale: 'nieaktualna', rowOurs_one: 'Jest odpowiedź w rozmowie pobocznej', rowOurs_few: 'Są odpowiedzi w {{count}} rozmowach pobocznych', rowOurs_many: 'Są odpowiedzi w {{count}} rozmowach pobocznych', rowOurs_other: 'Są odpowiedzi w {{count}} rozmowach pobocznych', rowTheirs_one: 'Rozmowa poboczna czeka na odpowiedź', rowTheirs_few: '{{count}} rozmowy poboczne czekają na odpowiedź', rowTheirs_many: '{{count}} rozmów pobocznych czeka na odpowiedź', rowTheirs_other: '{{count}} rozmowy pobocznej czeka na odpowiedź',
  },
});
