import { defineStrings } from '../../i18n';

export const moveStrings = defineStrings('thread-moves', {
  en: {
    isDecision: 'This is the decision on {{code}} …', pick: 'Select', unpick: 'Deselect', splitHere: 'Split from here', move: 'Move …', picked_one: '{{count}} message selected', picked_other: '{{count}} messages selected', pickedActs: 'Selected messages',
    ownOne: 'A conversation of their own', clear: 'Clear the selection', pickIt: 'Select the message of {{who}}, {{time}}', open: 'Open #{{number}}', undo: 'Undo',
  },
  pl: {
    isDecision: 'To decyzja w sprawie {{code}} …', pick: 'Zaznacz', unpick: 'Odznacz', splitHere: 'Oddziel od tego miejsca', move: 'Przenieś …', picked_one: 'Zaznaczono {{count}} wiadomość', picked_few: 'Zaznaczono {{count}} wiadomości', picked_many: 'Zaznaczono {{count}} wiadomości', picked_other: 'Zaznaczono {{count}} wiadomości', pickedActs: 'Zaznaczone wiadomości',
    ownOne: 'Osobna rozmowa', clear: 'Wyczyść zaznaczenie', pickIt: 'Zaznacz wiadomość, {{who}}, {{time}}', open: 'Otwórz nr {{number}}', undo: 'Cofnij',
  },
});
