import { defineStrings } from '../../i18n';

export const sickStrings = defineStrings('sick', {
  en: {
    act: 'Off sick: {{name}}', short: 'Sick', title: '{{name}} is sick', lead: 'Marks them as sick and hands everything on: their conversations and what they promised. One undo takes all of it back.',
    to: 'Their work goes', toSpread: 'to who is there, by load and skill', toSubstitute: 'to {{name}}, who stands in', toMember: 'to {{name}}', toTeam: 'to the team {{name}}', toQueue: 'to the queue',
    until: 'Sick until', untilHelp: 'Empty: until somebody says otherwise', note: 'A note for whoever gets it', go: 'Hand it on', cancel: 'Cancel', counting: 'Counting …', failed: 'That cannot be counted now: {{reason}}', notDone: 'Nothing was done: {{reason}}',
    count_one: '{{count}} conversation', count_other: '{{count}} conversations', stays_one: '{{count}} stays where it is', stays_other: '{{count}} stay where they are', load: '{{name}}: {{before}} → {{after}}', loadOf: '{{name}}: {{before}} → {{after}} of {{capacity}}',
    promises_one: '{{count}} promise with a date', promises_other: '{{count}} promises with a date', promise: '{{name}}, {{due}}: {{text}}',
    tell: 'Tell these customers', tellHelp: 'Leaves in two minutes through the customer’s channel. {name} and {date} stand for theirs.', english: 'In English', polish: 'In Polish',
    done: '{{name}} is marked as sick; moved: {{moved}}, promises: {{promises}}, told: {{told}}', notTold: 'Not told: {{n}}. {{reason}}',
  },
  pl: {
    act: 'Chorobowe: {{name}}', short: 'Choroba', title: 'Chorobowe: {{name}}', lead: 'Oznacza chorobę i przekazuje wszystko dalej: rozmowy i obietnice. Jedno cofnięcie przywraca całość.',
    to: 'Praca trafia', toSpread: 'do obecnych, według obciążenia i umiejętności', toSubstitute: 'do osoby w zastępstwie: {{name}}', toMember: 'do osoby: {{name}}', toTeam: 'do zespołu {{name}}', toQueue: 'do kolejki',
    until: 'Do kiedy', untilHelp: 'Puste: do odwołania', note: 'Notatka dla osoby, która to dostanie', go: 'Przekaż dalej', cancel: 'Anuluj', counting: 'Liczenie …', failed: 'Nie można tego teraz policzyć: {{reason}}', notDone: 'Niczego nie zrobiono: {{reason}}',
    count_one: '{{count}} rozmowa', count_few: '{{count}} rozmowy', count_many: '{{count}} rozmów', count_other: '{{count}} rozmowy', stays_one: '{{count}} zostaje', stays_few: '{{count}} zostają', stays_many: '{{count}} zostaje', stays_other: '{{count}} zostaje', load: '{{name}}: {{before}} → {{after}}', loadOf: '{{name}}: {{before}} → {{after}} z {{capacity}}',
    promises_one: '{{count}} obietnica z terminem', promises_few: '{{count}} obietnice z terminem', promises_many: '{{count}} obietnic z terminem', promises_other: '{{count}} obietnicy z terminem', promise: '{{name}}, {{due}}: {{text}}',
    tell: 'Powiadom tych klientów', tellHelp: 'Wychodzi za dwie minuty kanałem klienta. {name} i {date} oznaczają imię i termin.', english: 'Po angielsku', polish: 'Po polsku',
    done: 'Zapisano chorobowe: {{name}}; przekazane: {{moved}}, obietnice: {{promises}}, powiadomienia: {{told}}', notTold: 'Bez powiadomienia: {{n}}. {{reason}}',
  },
});
