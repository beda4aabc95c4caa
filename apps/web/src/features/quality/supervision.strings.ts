import { defineStrings } from '../../i18n';

export const supervisionStrings = defineStrings('supervision', {
  en: {
    beside: 'Beside this conversation', listen: 'Listen in', listenNoMore: 'Stop listening', listening: 'You listen; what {{name}} writes shows here as it is typed.', listeningOnly: 'You listen.', heard: '{{name}} is writing', whisper: 'Whisper', whisperTo: 'Hint to {{name}}; the customer never sees it', sendWhisper: 'Whisper it', cancel: 'Cancel', whispered: 'Whispered to {{name}}', seen: 'seen', notSeen: 'waits to be seen',
    whisperFrom: '{{name}} whispers to you. The customer does not see it.', gotIt: 'Got it', takeOver: 'Take over', tookOver: 'You took it over from {{name}}', handBack: 'Hand back to {{name}}', handedBack: 'Handed back to {{name}}', lockedBy: '{{name}} took this conversation over. What you were writing is kept; you can answer again when it is handed back.', listensToYou: '{{names}} listens to this conversation', failed: 'Not done: {{reason}}', somebody: 'a colleague',
  },
  pl: {
    beside: 'Obok tej rozmowy', listen: 'Słuchaj', listenNoMore: 'Przestań słuchać', listening: 'Słuchasz; to, co pisze {{name}}, widać tu na bieżąco.', listeningOnly: 'Słuchasz.', heard: '{{name}} pisze', whisper: 'Podpowiedz', whisperTo: 'Podpowiedź dla: {{name}}; klient jej nie zobaczy', sendWhisper: 'Wyślij podpowiedź', cancel: 'Anuluj', whispered: 'Podpowiedziano: {{name}}', seen: 'przeczytane', notSeen: 'czeka na przeczytanie',
    whisperFrom: 'Podpowiedź dla ciebie od: {{name}}. Klient jej nie widzi.', gotIt: 'Jasne', takeOver: 'Przejmij', tookOver: 'Rozmowa przejęta od: {{name}}', handBack: 'Oddaj: {{name}}', handedBack: 'Oddano: {{name}}', lockedBy: 'Tę rozmowę przejmuje {{name}}. To, co było pisane, zostaje; odpowiesz, gdy rozmowa wróci.', listensToYou: 'Tej rozmowy słucha: {{names}}', failed: 'Nie udało się: {{reason}}', somebody: 'ktoś z zespołu',
  },
});
