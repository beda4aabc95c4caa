import { defineStrings } from '../../i18n';

export const insightStrings = defineStrings('insight', {
  en: {
    title: 'Insight', monitor: 'Monitor', allOurs: 'All but competitors', event: 'Before and after a day', eventOff: 'Leave before and after', eventDay: 'The day', eventWords: '{{count}} days from {{day}} beside as many before', noMonitors: 'No monitor yet', noMonitorsBody: 'Figures begin with what a monitor finds.', toMonitors: 'Go to monitors',
    once: 'each text once, no junk', moodLine: '({{pleased}} − {{displeased}}) ÷ {{sure}}, {{unsure}} unsure', reachLine: 'told of {{part}} of {{whole}}', voiceLine: '{{ours}} ÷ {{all}}', voiceNone: 'no competitor was mentioned', answeredLine: '{{part}} ÷ {{whole}} that ask for an answer', replyLine: '{{count}} answers', healthLine: '0.5 × {{mood}} + 0.3 × {{answered}} + 0.2 × {{voice}}', healthPart: '({{sum}}) ÷ {{weights}}', ofHundred: 'of 100',
    whose: 'Who is spoken of?', whoseHelp: 'Mentions of each monitor; what two of them found counts for both.', show: 'Show the mentions: {{what}}', competitor: 'competitor', moods: 'What is the mood?', moodsRow: '{{when}}: {{pleased}} pleased, {{neither}} neither, {{displeased}} displeased, {{unsure}} unsure',
    compared: 'Then and now', changed: 'How it moved', formulas: 'How each figure is counted', forgotten: 'Posts are kept for the days that their source says; figures of days before that are smaller.',
  },
  pl: {
    title: 'Wgląd', monitor: 'Monitor', allOurs: 'Wszystkie prócz konkurentów', event: 'Przed pewnym dniem i po nim', eventOff: 'Wyjdź z porównania', eventDay: 'Dzień', eventWords: 'Dni od {{day}}: {{count}}, obok tylu samo wcześniejszych', noMonitors: 'Nie ma jeszcze monitora', noMonitorsBody: 'Liczby zaczynają się od tego, co znajdzie monitor.', toMonitors: 'Przejdź do monitorów',
    once: 'każdy tekst raz, bez śmieci', moodLine: '({{pleased}} − {{displeased}}) ÷ {{sure}}, niepewnych: {{unsure}}', reachLine: 'znany dla {{part}} z {{whole}}', voiceLine: '{{ours}} ÷ {{all}}', voiceNone: 'nie wspomniano żadnego konkurenta', answeredLine: '{{part}} ÷ {{whole}} wymagających odpowiedzi', replyLine: 'odpowiedzi: {{count}}', healthLine: '0,5 × {{mood}} + 0,3 × {{answered}} + 0,2 × {{voice}}', healthPart: '({{sum}}) ÷ {{weights}}', ofHundred: 'na 100',
    whose: 'O kim się mówi?', whoseHelp: 'Wzmianki każdego monitora; to, co znalazły dwa, liczy się dla obu.', show: 'Pokaż wzmianki: {{what}}', competitor: 'konkurent', moods: 'Jaki jest nastrój?', moodsRow: '{{when}}: zadowolone {{pleased}}, obojętne {{neither}}, niezadowolone {{displeased}}, niepewne {{unsure}}',
    compared: 'Wtedy i teraz', changed: 'Zmiana', formulas: 'Jak liczymy każdą wartość', forgotten: 'Wpisy przechowuje się tyle dni, ile mówi ich źródło; wartości wcześniejszych dni są mniejsze.',
  },
});
