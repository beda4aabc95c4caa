import { said } from '../text/said';
import { tokens, type Token } from '../text/tokens';

export interface Question {
  /** As the customer wrote it. */
  text: string;
  start: number;
  end: number;
}

/** Words that a question begins with, folded; those of two words by their first and second. */
const openers = new Set(`czy kiedy gdzie jak jaki jaka jakie jakim jakiej jakich jaka ile ilu kto kogo komu kim czym co czego czemu dlaczego skad dokad ktory ktora ktore ktorym ktorej ktorego ktorych czyj czyja
  when where how what which who whom whose why is are was were do does did can could will would should shall may has have had isn't aren't don't doesn't didn't can't couldn't won't wouldn't any whats hows wheres`.split(/\s+/));
/** After them a question word asks on somebody's behalf: "proszę o informację, kiedy …". */
const leads: readonly RegExp[] = [
  /\b(prosz[ae]|prosimy|prosil(bym|abym)?|prosic) (o )?(informacj\w+|odpowiedz|podanie|wyjasnienie|napisac|powiedziec|wskazac|sprawdzic|sprawdzenie|wskazanie|wyjasnic|potwierdzic)\b[^.!?]*$/, /\b(chcial\w*|chce|chcemy|wolal\w*|pragne)( \w+){0,2} (zapytac|spytac|wiedziec|dowiedziec|uzyskac informacj\w+)( sie)?\b[^.!?]*$/, /\b(zastanawiam|zastanawiamy) sie\b[^.!?]*$/, /\b(interesuje|ciekawi|nurtuje) (mnie|nas)\b[^.!?]*$/,
  /\b(nie wiem|nie wiemy|nie rozumiem|nie rozumiemy|nie jestem pew\w+)\b[^.!?]*$/, /\b(mam|moje|mamy|krotkie|jedno|dwa|trzy) (\w+ )?pytan\w+\b[^.!?]*$/, /\b(powiedz\w*|napiszcie|podpowiedz\w*|daj\w*( mi)? znac|dac (mi )?znac|pytal\w*|pytam|zapytuje|pytanie)\b[^.!?]*$/,
  /\b(let me know|tell me|advise|please (explain|confirm|clarify|reply|say|check|tell me)|explain|i was wondering|i'm wondering|i am wondering|wondering|i wonder|curious|i'd like to (know|ask)|i would like to (know|ask)|(want|wanted|like) to (know|ask)|not sure|don't know|do not know|don't understand|do not understand|interested in|question|questions|question is|asking|asked|great to hear|nice to know)\b[^.!?]*$/,
];
/** What looks like a question and wants no answer: reproach, courtesy, mockery, tags. */
const rhetorical: readonly RegExp[] = [
  /^(ile|ilez) (mozna|razy|jeszcze mozna)\b/, /^jak (mozna|tak mozna|smie\w*|dlugo (mam|jeszcze mam) (jeszcze )?(znosic|prosic|tolerowac))\b/, /^jak dlugo mam (jeszcze )?(znosic|prosic)\b/, /\b(kpi\w{1,4}|zartuj\w+|jaja|powazni|niepowazni|normalni|kpina)\b/, /^(naprawde|serio|powaznie|really|seriously|honestly)$/, /^po co (mi|komu|nam)\b/, /^czy to nie (\w+)$/, /(^|,? )(prawda|nieprawdaz|nie)$/,
  /^jak (sie )?(panstwo|pan|pani|wy|u was)?( sie)? (maja|macie|ma|maja sie|masz)\b/, /^(co slychac|co tam|how are you|how is it going|how do you do|how are things)\b/, /^(czy )?(byl\w*by|zechcial\w*by|czy bylaby|czy bylby)\b.*\b(mil\w+|uprzejm\w+)$/, /^would you be so kind$/, /^(co to ma byc|co wy|co jest|what on earth|what the)\b/,
  /\b(are you|is this|are you people|you must be) (kidding|joking|serious|for real|mad)\b/, /\b(kidding me|taking the)\b/, /^(isn't|aren't|wasn't) (that|it|this)( \w+)?$/, /, (right|isn't it|aren't you|don't you|innit)$/, /^how (many times|dare)\b/, /^what's the point\b/, /^what is the point\b/, /^how (much )?longer do i have to put\b/, /^how much longer must\b/, /^how long (do|must) i have to (wait|put up)$/, /^who do you think\b/,
  /(oddacie|oddac|oddajcie|zwrocicie|zwrocic)( \w+){0,2} (pieniadze|kase|kasy)$/, /\b(finally|wreszcie) (give|oddac|pay|zwrocic)\b/,
];
/** "Wiem, kiedy przyjdzie", "powiedziałem, gdzie": nobody asks. */
const telling = /\b(wiem|wiemy|wiesz|wiedzial\w*|powiedzial\w*|mowil\w*|wytlumaczyl\w*|pokazal\w*|sprawdzil\w*|sprawdze|pamietam|rozumiem|napisal\w*|i know|know that|told|explained|showed|checked|remember|understand|said|see)\b[^.!?]*$/;

interface Piece { from: number; to: number; asks: boolean }

/** What the customer's words ask for, in their order; quotes, signatures, reproaches and courtesies left out. Bounded like all reading here. */
export function findQuestions(message: string): Question[] {
  const text = said(message);
  return questionsIn(text, tokens(text));
}

/** The same of a text that was read already, without quotes. */
export function questionsIn(text: string, all: readonly Token[]): Question[] {
  const found: Question[] = [];
  for (const sentence of sentences(all)) {
    for (const piece of pieces(all, sentence)) {
      const start = all[piece.from]?.start ?? 0;
      const end = all[piece.to - 1]?.end ?? start;
      const words = text.slice(start, end).replace(/\s+/g, ' ').trim();
      if (words !== '') found.push({ text: words, start, end });
    }
  }
  return found;
}

function sentences(all: readonly Token[]): Piece[] {
  const list: Piece[] = [];
  let from = 0;
  let inside: string | undefined;
  for (let index = 0; index < all.length; index++) {
    const { kind, raw } = all[index] as Token;
    if (kind !== 'mark') continue;
    // What somebody else is said to have asked is no question of this customer's.
    if (inside === undefined && (raw === '„' || raw === '“' || raw === '"')) inside = raw === '"' ? '"' : '”';
    else if (inside !== undefined && (raw === inside || raw === '”' || raw === '"')) inside = undefined;
    if (inside !== undefined && all.slice(index + 1, index + 40).some((next) => next.raw === '”' || next.raw === '"')) continue;
    if (!/[.!?…\n;]/.test(raw)) continue;
    let to = index + 1;
    while (all[to]?.kind === 'mark' && /[.!?…]/.test(all[to]?.raw ?? '')) to += 1;
    const asks = all.slice(index, to).some((token) => token.raw === '?') && !(all[to]?.raw === ',' );
    list.push({ from, to, asks });
    from = to;
    index = to - 1;
  }
  if (from < all.length) list.push({ from, to: all.length, asks: false });
  return list.filter(({ from: first, to }) => all.slice(first, to).some(({ kind }) => kind === 'word'));
}

/** Words and numbers with a space between, commas where they stood but for the last. */
function plainOf(all: readonly Token[], from: number, to: number): string {
  let plain = '';
  for (let index = from; index < to && index < all.length; index++) {
    const { kind, raw, word } = all[index] as Token;
    if (raw === ',') plain += ',';
    else if (kind === 'word' || kind === 'number') plain += plain === '' ? word : ` ${word}`;
  }
  return plain.endsWith(',') ? plain.slice(0, -1) : plain;
}
const isWord = (token: Token | undefined): token is Token => token?.kind === 'word';

/** The questions of one sentence: one for each question word that begins a clause, or the whole where only the mark says so. */
function pieces(all: readonly Token[], { from, to, asks }: Piece): Piece[] {
  let first = from;
  while (first < to && all[first]?.kind !== 'word' && all[first]?.kind !== 'number') first += 1;
  const starts = opens(all, first, to, asks);
  const whole = plainOf(all, first, to);
  if (starts.length === 0 && !asks && !implied(whole)) return [];
  if (rhetorical.some((pattern) => pattern.test(whole) || (starts[0] !== undefined && pattern.test(plainOf(all, starts[0], to))))) return [];
  if (starts.length === 0) {
    if (!asks) return [{ from: first, to, asks: true }];
    // "Dzień dobry, zielony też jest?": what greets does not ask.
    return [{ from: afterGreeting(all, first, to), to, asks: true }];
  }
  return starts.map((start, index) => ({ from: start, to: trimmed(all, start, starts[index + 1] ?? to), asks: true }));
}

/** Where questions begin: an opener at the head of the sentence or of a clause, or after words that lead to one. */
function opens(all: readonly Token[], first: number, to: number, asks: boolean): number[] {
  const starts: number[] = [];
  for (let index = first; index < to; index++) {
    const token = all[index] as Token;
    if (!isWord(token) || !(openers.has(token.word) || (index > first && (token.word === 'whether' || token.word === 'if')))) {
      // "Na kiedy", "od której", "w jakich", "by when": the small word in front belongs to the question.
      continue;
    }
    const start = isWord(all[index - 1]) && small.has((all[index - 1] as Token).word) && index - 1 >= first ? index - 1 : index;
    const before = plainOf(all, first, start);
    const beforeMark = all[start - 1]?.kind === 'mark' || all[start - 1]?.kind === 'number';
    const joined = isWord(all[start - 1]) && joining.has((all[start - 1] as Token).word);
    const led = leads.some((lead) => lead.test(before));
    const atHead = start === first || greeting.test(before) || (addressing.test(before) && (beforeMark || joined));
    if (starts.length === 0) {
      if (telling.test(before) && !led) continue;
      if (led && announcing.test(plainOf(all, start, to))) continue;
      const startsClause = led || (atHead && headAsks(all, start, to, asks)) || (asks && beforeMark && !statement.test(token.word));
      if (startsClause) starts.push(/^(a|i|no|to|and|but|so|ale)$/.test(before) ? first : start);
    } else if ((joined && (asks || !statement.test(token.word))) || (beforeMark && !statement.test(token.word) && token.word !== 'if' && token.word !== 'whether') || (led && joined)) {
      if (start - (starts.at(-1) ?? 0) >= 2) starts.push(start);
    }
  }
  return starts;
}

/** "Let me know when it's ready", "nie wiem, co powiedzieć": nothing to answer. */
const announcing = /^(when|once|if|as soon as) (it|it's|it is|they|they're|he|she|you're|you are)\b|^(jak|gdy|kiedy) (bedzie|beda|juz|tylko|przyjdzie|dojdzie)\b|^(what|co|how|jak) (to )?(say|do|think|powiedziec|myslec|dziekowac|robic)$/;
const small = new Set('na od do o w z za po dla u przy pod by from until with at for'.split(' '));
const joining = new Set('i oraz a lub albo and or also'.split(' '));
/** Verbs that also stand in statements: in the middle of a sentence they ask only behind a question mark. */
const statement = /^(is|are|was|were|do|does|did|can|could|will|would|should|may|has|have|had|any|co|jak)$/;
/** Each word of it has an end, and thanks go on to the comma: were there two ways to read one, thanks said twenty times would be read in a million. */
const greeting = /^(?:(?:dzien dobry|dobry wieczor|witam|czesc|hej|halo|hello|hi|hey|good (?:morning|afternoon|evening)|dear \w+|szanowni panstwo|ok|super|great|ps|and|no|to|wiec|so|also|oraz)(?:[, ]+|$)|(?:dziekuje|thanks)[^,]*(?:,[, ]*|$))+$/;
const addressing = /^(dzien dobry|witam|czesc|hej|halo|hello|hi|hey|good \w+|pytanie|first question|second question|question|one more thing|i jeszcze jedno|jeszcze jedno|quick question|ps)?[^.!?]{0,60}$/;

/** Without a mark, a question word at the head asks unless a statement follows it ("Kiedy zadzwoniłem, nikt nie odebrał", "Jak zawsze"). */
function headAsks(all: readonly Token[], start: number, to: number, asks: boolean): boolean {
  if (asks) return true;
  const words = plainOf(all, start, to);
  if (/^(jak|as) (zawsze|zwykle|panstwo wiedza|wiecie|always|you know)\b/.test(words) || /^(co do|what i|what a|how (lovely|nice|sad)|whoever|kto pierwszy|co za|jak milo|how kind)\b/.test(words)) return false;
  // A main clause behind the comma, or before the verb: told, not asked.
  if (/^(kiedy|gdy|when|where|jak|who|what|gdzie)\b[^,]*(lem|lam|li|l|la|lo|ed|went|came|got|saw)\b/.test(words) && (/,/.test(words) || /^when i /.test(words))) return false;
  return !/^(is|are|was|were|has|have|had|any|may|will) (this|that|it)$/.test(words);
}

/** Short requests for a fact that everybody reads as questions: "jest już coś wiadomo o…", "da się zmienić…", "macie wolne…". */
function implied(whole: string): boolean {
  return /^((dzien dobry|witam|hej|hi|hello),? )?(macie|ma pan|ma pani|da sie|da rade|mozna|moge|mozemy|moglbym|moglabym|jest juz|jest szansa|jest mozliwosc|sa jeszcze|sa wolne|bedzie (na|jutro|dzis)|got (a|any)|ok for|possible to|any (chance|news))\b/.test(whole)
    && !/\b(dosc|u mnie|sie obejsc|powiedziec ze)\b/.test(whole);
}

function afterGreeting(all: readonly Token[], first: number, to: number): number {
  const comma = all.findIndex((token, index) => index >= first && index < to && (token.raw === ',' || token.raw === '!'));
  return comma > first && greeting.test(plainOf(all, first, comma)) && comma + 1 < to ? comma + 1 : first;
}

/** Without the "and" before the next one. */
function trimmed(all: readonly Token[], from: number, to: number): number {
  let end = to;
  while (end > from + 1 && ((all[end - 1]?.kind === 'mark' && all[end - 1]?.raw !== '?') || joining.has(all[end - 1]?.word ?? '') || small.has(all[end - 1]?.word ?? ''))) end -= 1;
  return end;
}
