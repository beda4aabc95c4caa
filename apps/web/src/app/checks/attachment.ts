import { sentencesOf } from './own-words';

/** We say that something comes with this message. Letters of Polish are no letters to \b, so edges are said by hand. */
const weAttach: readonly RegExp[] = [
  /\b(i|we)(?:['’]ve|['’]m|['’]re| have| am| are| also| just| now)*\s+(attach(?:ed|ing)?|enclos(?:e|ed|ing))\b/i,
  /\b(please\s+)?(find|see|check|open|review|sign)\s+(the\s+|our\s+)?(attached|enclosed|attachment|enclosure)\b/i,
  /\b(attached|enclosed)\s+(is|are|you|please|below|herewith|to this|with this|as (a|an)|the\b)/i,
  /\b(is|are)\s+(attached|enclosed)\b/i,
  /\bin the (attachment|attached|enclosed)\b/i,
  /\bas an attachment\b/i,
  /\b(the|our) (attached|enclosed)\s+\p{L}+/iu,
  /(?<!\p{L})w załącz(niku|nikach|eniu)(?!\p{L})/iu,
  /(?<!\p{L})(załącz|dołącz)(am|amy|yłem|yłam|yliśmy|yłyśmy)(?!\p{L})/iu,
  /(?<!\p{L})(przesyłam|wysyłam|przesyłamy|wysyłamy)\s+([^.!?]{0,40}\s)?(jako\s+)?załącznik/iu,
  /(?<!\p{L})(załączon|dołączon)(y|a|e|ą|ego|ej|emu|ym|ych|ymi)(?!\p{L})/iu,
  /(?<!\p{L})zał\.\s/iu,
];

/** It is theirs, we ask for it, or there is none. */
const notOurs: readonly RegExp[] = [
  /\b(you|customer)\b[^.!?]{0,25}\battach(ed)?\b(?!\s+(is|are)\b)/i, /\byour (attach|enclos)/i, /\battached to your\b/i, /\b(please|could you|can you|would you|kindly|to)\s+attach\b/i, /^attach\b/i,
  /\b(no|without|any|missing)\s+(\w+\s+)?attach/i, /\battach\w*\b[^.!?]{0,30}\b(you sent|from you|did not|didn['’]t|was missing|cannot|can['’]t|could not)\b/i, /\b(cannot|can['’]t|could not|couldn['’]t|unable to)\b[^.!?]{0,30}\battach/i,
  /\b(stays?|firmly|permanently|already|comes?|is|are)\s+attached to the\b/i, /\bmount\w*\b[^.!?]{0,20}\battached\b/i, /\b(if|when|once|in case|whether)\b[^.!?]{0,40}\b(attach|enclos)/i,
  /(?<!\p{L})(pani|pana|państwa|twoim|twojego|twój|pańsk\p{L}+)\s+(\p{L}+\s+)?załącznik/iu, /(załączon|dołączon)\p{L}+\s+przez/iu, /(?<!\p{L})(prosz[ęe]|prosimy|proszę o|prośba|można|może|mogą|mogłaby|mógłby|trzeba|należy|wystarczy|aby|żeby|by)\s[^.!?]{0,50}(załącz|dołącz)(yć|eni|y(?!\p{L})|ył|ą(?!\p{L}))/iu,
  /(?<!\p{L})(bez|brak|brakuje|nie ma|nie było|nie widzę|nie widzimy|nie dotarł|nie mogę|nie możemy|nie udało)\s?[^.!?]{0,40}(załącz|dołącz)/iu, /(załącznik|załącz\p{L}*)[^.!?]{0,40}(nie dotarł|nie otwiera|nie działa|się nie)/iu,
  /(?<!\p{L})dołącz\p{L}*\s+do\s+(?!(tej |niniejszej |tego |mojej |naszej )?(wiadomości|maila|e-maila|listu|odpowiedzi))/iu, /(jeśli|jeżeli|gdy|kiedy|czy)\s[^.!?]{0,40}(załącz|dołącz)/iu, /w (przesłanym|otrzymanym|nadesłanym) załącz/iu,
  /(które|którą|który|które)\s[^.!?]{0,25}(załączył|dołączył)(a|o|y)?(?!\p{L})/iu, /(dołączon|załączon)\p{L}+\s+(jest\s+)?(do|w)\s+(każd|zestaw|opakowani|paczk|produkt|przesyłk|pudełk|komplet)/iu, /\b(included|comes) (in|with) the (box|package|set)\b/i,
];

/** The words that speak of an attachment of ours; null when none do. */
export function speaksOfAttachment(text: string): string | null {
  for (const sentence of sentencesOf(text)) {
    if (notOurs.some((pattern) => pattern.test(sentence))) continue;
    for (const pattern of weAttach) {
      const found = pattern.exec(sentence);
      if (found) return found[0].trim();
    }
  }
  return null;
}
