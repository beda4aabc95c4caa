/** What we say that we will do, and until then the customer waits for us, whoever spoke last. */
const english = {
  says: /\b(?:I|we|our (?:team|courier|technician)|(?:a|my) colleague)(?:['’]ll| will| shall| am going to| are going to| is going to)\s+(?:[a-z]+\s+){0,2}(?:call|ring|phone|get back|come back|be in touch|let you know|write|email|e-mail|check|find out|look into|confirm|send|ship|refund|return|replace|repair|contact|reply|respond|answer|update|follow up|reach out|arrange|prepare|ask|forward)\b/i,
  not: /\b(?:won['’]t|will not|shall not|not be able|unable|if|unless|once|when|whenever|as soon as|after you|should you|in case|until)\b/i,
};
const polish = {
  says: /(?<!\p{L})(?:oddzwoni(?:my|ę)|zadzwoni(?:my|ę)|wyślemy|wyślę|prześlemy|prześlę|podeślemy|podeślę|odpiszemy|odpiszę|odpowiemy|odpowiem|napiszemy|napiszę|odezw(?:iemy|ę) się|(?:damy|dam) (?:\p{L}+ )?znać|wrócimy|wrócę|sprawdzimy|sprawdzę|zwrócimy|zwrócę|dostarczymy|dostarczę|skontaktuj(?:emy|ę) się|poinformuj(?:emy|ę)|potwierdzimy|potwierdzę|przygotuj(?:emy|ę)|nadamy|nadam|przekaż(?:emy|ę)|wymienimy|wymienię|naprawimy|naprawię|dowiemy się|dowiem się|zapytamy|zapytam|ustalimy|ustalę|zajmiemy się|zajmę się|(?:kolega|koleżanka|technik|serwisant|kurier) (?:zadzwoni|oddzwoni|przyjedzie|odpisze|napisze|odezwie się))(?!\p{L})/iu,
  not: /(?<!\p{L})nie (?:oddzwo|zadzwo|wyśl|prześl|odpi|odpow|napi|damy|dam|wróc|spraw|zwró|dostar|skont|potw|przyg|nada|przek|wymi|napra)|(?<!\p{L})(?:jeśli|jeżeli|gdy|gdyby|kiedy|jak tylko|o ile|po otrzymaniu|po zaksięgowaniu|w razie|dopiero)(?!\p{L})/iu,
};
const LONGEST = 160;

/**
 * The sentence of an answer that says what we will do, with a time or without; undefined where none does. What hangs on the customer or on a condition is nothing that they wait
 * for. Not the finder of promises of the composer (apps/web/src/app/promises), which offers only what has a time.
 */
export function silentPromise(text: string): string | undefined {
  const own = text.split('\n').filter((line) => !/^\s*>/.test(line)).join('\n');
  const said = own.split(/(?<=[.!?…])\s+|\n+/u).map((sentence) => sentence.trim())
    .find((sentence) => !sentence.endsWith('?') && ((english.says.test(sentence) && !english.not.test(sentence)) || (polish.says.test(sentence) && !polish.not.test(sentence))));
  return said === undefined || said.length <= LONGEST ? said : `${said.slice(0, LONGEST - 1)}…`;
}
