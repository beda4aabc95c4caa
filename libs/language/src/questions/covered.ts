import { alike, emptyWords } from '../text/alike';
import { fold } from '../text/fold';
import { tokens } from '../text/tokens';

export type Asked = 'yes-no' | 'when' | 'price' | 'amount' | 'where' | 'why' | 'how' | 'who' | 'which';

export interface Tick {
  covered: boolean;
  asked: Asked;
  /** What of the draft speaks to it, as written; empty when nothing does. */
  by: string;
}

/** What kind of answer a question wants; the first that fits. */
const kinds: readonly (readonly [Asked, RegExp])[] = [
  ['price', /\b(ile (to )?(kosztuj\w*|zaplac\w*|wynosi|place)|(jak\w* )?(jest )?(cena|koszt|oplat\w+|prowizj\w+)|za ile|how much|what('s| is| are)? (the )?(price|cost|fee\w*|charge|delivery cost)|price|cena)\b/],
  ['when', /\b(kiedy|o ktorej|na ktora|do kiedy|od kiedy|na kiedy|jakie .*godziny|w jakich godzinach|(w )?jakim terminie|jaki termin|termin|when|what time|until when|by when|how soon|what .*hours|opening hours|what date|lead time)\b/],
  ['amount', /\b(ile|ilu|ilo|jak (dlugo|duzo|daleko|czesto)|jakie (sa )?wymiary|how (long|many|far|often|big|large|much time)|what .*(size|dimensions|length|capacity))\b/],
  ['why', /\b(dlaczego|czemu|skad (sie )?(wzi\w+|ta)|z jakiego powodu|why|how come|what for)\b/], ['where', /\b(gdzie|skad|dokad|where|which (store|shop|address))\b/], ['who', /\b(kto|kogo|komu|do kogo|z kim|kim|who|whom)\b/],
  ['yes-no', /^(\W*)(a |i |and |so |czyli )?(czy|is|are|was|were|do|does|did|can|could|will|would|may|has|have|isn't|don't|won't|mog[ea]|mozna|da sie|macie|jest|sa|dostane|wyslecie|bedzie|any)\b|\bczy\b|\b(if|whether)\b/],
  ['how', /\b(jak|w jaki sposob|how|what (should|do) i do|co mam zrobic|what are the steps)\b/],
];

const yesOrNo = /^(tak|nie|niestety|oczywiscie|jasne|pewnie|zgadza sie|naturalnie|jak najbardziej|owszem|yes|no|sure|of course|certainly|unfortunately|absolutely|definitely|correct|indeed|not|ok|zapraszamy)\b/;
const time = /\b\d{1,2}[.:]\d{2}\b|\b(o|po|do|od|przed|at|by|after|until|from|before) \d{1,2}\b|\b\d+ ?(godz\w*|h|dni\w*|dzien|tyg\w*|miesi\w+|minut\w*|days?|hours?|weeks?|months?|minutes?|am|pm)\b|\b(dzis\w*|jutro|pojutrze|poniedzial\w+|wtor\w+|srod[aeyi]\w*|czwart\w+|piat(ek|ku)|sobot\w+|niedziel\w+|stycz\w+|lut\w+|marc\w+|kwie\w+|maj[au]?|czerw\w+|lip\w+|sierp\w+|wrzes\w+|pazdz\w+|listop\w+|grud\w+|tygodni\w*|rano|wieczorem|today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|noon|morning|evening|next week)\b/;
const duration = /\b(dw\w+|trz\w+|czter\w+|kilk\w+|pol|two|three|four|five|several|\d+([.,]\d+)?) ?(dni\w*|dzien|tygodni\w*|tydzien|miesi\w+|lat\w*|rok\w*|godzin\w*|minut\w*|days?|weeks?|months?|years?|hours?|minutes?)\b/;
const money = /\d ?(zl\w*|pln|eur|euro|gbp|usd|groszy|pounds?|quid|dollars?|%)|[£€$] ?\d|\b(bezplatn\w+|darmow\w+|gratis|za darmo|nic nie kosztuje|free)\b/;
const because = /\b(poniewaz|bo|gdyz|dlatego|wynika|powod\w*|przez to|ze wzgledu|z uwagi|stad|spowodowan\w+|because|due to|since|as a result|caused by|reason|that is why|owing to)\b/;
const place = /\b(stron\w+|zakladk\w+|ustawieni\w+|salon\w*|sklep\w*|ul|ulic\w*|alej\w*|plac\w*|adres\w*|punk\w+|paczkomat\w*|aplikacj\w+|menu|rog\w*|etykie\w+|naklejk\w+|konc\w+|tutaj|tu|link\w*|panel\w*|page|corner|store|shop|street|road|settings|tab|app|account|locker|label|sticker|bottom|top|back|here|depot|branch)\b/;
const steps = /\b(kliknij|klikajac|klika\w*|wejdz\w*|wybierz|wybiera\w*|nacisn\w+|przytrzymaj|wlacz\w*|wylacz\w*|zaloguj\w*|wyslij|wpisz|zadzwon|otworz\w*|pobierz|zmieni\w*|ustawieni\w+|w aplikacji|nalezy|trzeba|wystarczy|click\w*|go to|choose|select|press|hold|open|tap|log in|sign in|send|type|call|download|settings|in the app|you need to|you can|just|switch)\b/;
const people = /\b(pan|pani|my|nasz\w*|sklep|klient|kupujacy|sprzedawca|osob\w+|kazdy|zespol|doradc\w+|kierownik|konsultant\w*|you|we|our|customer|buyer|seller|anyone|anybody|person|team|colleague|adviser|driver)\b/;
const number = /\d/;

interface Sentence { text: string; plain: string; words: string[] }

/** Whether a draft speaks to each of the questions. An estimate by words, kind of answer and numbers; never a reason to hold an answer back. */
export function tick(questions: readonly string[], draft: string): Tick[] {
  const said = sentencesOf(draft);
  return questions.map((question) => {
    const plain = fold(question).replace(/\s+/g, ' ');
    const asked = kinds.find(([, pattern]) => pattern.test(plain))?.[0] ?? (question.trim().endsWith('?') && !/\b(jak\w*|ktor\w*|czym|co|what|which)\b/.test(plain) ? 'yes-no' : 'which');
    const topic = wordsOf(question);
    const alone = questions.length === 1;
    const best = said.find((sentence) => speaksTo(asked, topic, plain, sentence, alone));
    return { covered: best !== undefined, asked, by: best?.text ?? '' };
  });
}

function speaksTo(asked: Asked, topic: readonly string[], question: string, { plain, words }: Sentence, alone: boolean): boolean {
  const shared = topic.filter((word) => words.some((other) => alike(word, other))).length;
  const share = topic.length === 0 ? 0 : shared / topic.length;
  const onTopic = shared > 0 || topic.length === 0;
  switch (asked) {
    case 'yes-no': return (yesOrNo.test(plain) && (onTopic || alone)) || share >= 0.5;
    case 'when': return (time.test(plain) || duration.test(plain)) && (onTopic || alone);
    case 'price': return (money.test(plain) || (number.test(plain) && share >= 0.5)) && (onTopic || alone);
    case 'amount': return (duration.test(plain) || number.test(plain) || money.test(plain)) && (onTopic || alone);
    case 'why': return because.test(plain) && (onTopic || alone);
    case 'where': return place.test(plain) && onTopic;
    case 'who': return people.test(plain) && onTopic;
    case 'how': return steps.test(plain) && onTopic;
    case 'which':
      if (/\b(numer|nr|kod|number|code)\b/.test(question)) return number.test(plain) && onTopic || share >= 0.75;
      // "Two days" says nothing about which carrier.
      return share >= 0.5 && (share === 1 || !duration.test(plain));
    default: return asked satisfies never;
  }
}

const wordsOf = (text: string): string[] => [...new Set(tokens(text).filter(({ kind, word }) => kind === 'word' && !emptyWords.has(word) && word.length > 1).map(({ word }) => word))];

function sentencesOf(draft: string): Sentence[] {
  return draft.split(/(?<=[.!?…])\s+|\n+/).map((text) => text.trim()).filter((text) => text !== '').map((text) => ({ text, plain: fold(text), words: wordsOf(text) }));
}
