import type { BodyLine } from './lines';
import { isBlank } from './lines';

/**
 * The line by which a client introduces a quote ("On … wrote:"). It may be wrapped over several lines. A person may end a line
 * in "wrote:" as well, so the words alone are believed only when a quote follows; without one, a date with time or an address must stand there.
 */

/** How clients say "wrote" at the end of an attribution. */
const verbs = [
  'wrote', 'writes', 'said', 'napisał', 'napisała', 'napisał\\(a\\)', 'napisał/a', 'napisali', 'pisze', 'napisano', 'schrieb', 'schrieben', 'geschrieben', 'a écrit', 'écrit',
  'escribió', 'ha escrito', 'va escriure', 'ha scritto', 'scrive', 'scritto', 'escreveu', 'schreef', 'geschreven', 'napsal', 'napsala', 'napsal\\(a\\)', 'napsal/a', 'píše',
  'napísal', 'napísala', 'napísal\\(a\\)', 'пише', 'написав', 'написала', 'написав\\(ла\\)', 'пишет', 'написал', 'написал\\(а\\)', 'написал\\(-а\\)', 'писал', 'писал\\(а\\)', 'написа', 'skrev', 'kirjoitti',
  'írta', 'ezt írta', 'a scris', 'yazdı', 'şunu yazdı', 'şunları yazdı', 'je napisao', 'je napisala', 'napisao', 'napisal', 'je napisao/la', 'je napisal', 'έγραψε', 'rašė', 'parašė',
  'rakstīja', 'kirjutas', 'đã viết', 'menulis', 'tulis', 'skrifaði', 'כתב', 'כתבה', 'כתב/ה', 'مكتوب', 'كتب', 'เขียน', 'लिखा', 'je pisao', 'je napisao/la', 'је написао', 'је написала', 'نوشت',
].join('|');
const cjkVerbs = /(写道|寫道|写了|撰写|のメール|が書きました|書き込みました|さんは書きました|님이 작성|작성|wrote)\s*[:：]?$/u;
const verb = new RegExp(`(^|[\\s,>)"'\\]])(${verbs})(?=$|[\\s:：,(<."]|\\))`, 'iu');
/** A verb may also stand in the middle: "Am … schrieb Jan Kowalski <jan@…>:", "Wiadomość napisana przez … w dniu …:". */
const openers = /^(on|in a message dated|dnia|w dniu|w niedziel|w poniedzia|we wtorek|w środ|w czwartek|w piątek|w sobot|wiadomość napisana|użytkownik|pon\.?,|wt\.?,|śr\.?,|czw\.?,|pt\.?,|sob\.?,|niedz\.?,|am|vom|von|le|l'|el|en|il|in data|em|a |op|dne|dňa|dátum|den|d\.|på|ma,|ti,|ke,|to,|pe,|la,|su,|at|le:|în data|pe |la data|στις|на|в |у |пн|вт|ср|чт|пт|сб|вс|нд|понеде|вторник|сред|четвер|пятниц|суббот|воскрес|\d{1,2}[.:/\-\s]|\d{4}[.\-/年년])/iu;

/** Without a date: "Quoting Anna <anna@…>:", as Horde writes it. */
const quotings = /^(?:quoting|zitat von|cytowanie|użytkownik|citando|citat från|citat fra|citát od|citaat van|citation de|cita de|idézet|цитирование|цитат)\s/iu;

const year = /(^|\D)(19|20)\d{2}(\D|$)/;
const shortDate = /\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{1,2}\.?\s+\p{L}{3,}\.?|\p{L}{3,}\.?\s+\d{1,2}(\D|$)/u;
const time = /(^|\D)\d{1,2}\s?[:.h]\s?\d{2}(\D|$)/;
const email = /[^\s<>"'():;,@]{1,64}@[^\s<>"'():;,@]{1,255}\.[a-z]{2,}/i;

export type AttributionStrength = 'strong' | 'weak';

/** Judges a joined attribution; `undefined`: nothing of the kind. */
export function attributionStrength(text: string): AttributionStrength | undefined {
  if (text.length > 400 || text.length < 6) return undefined;
  const bare = asciiDigits(text.replace(/[*_]+/g, '').replace(/\s+/g, ' ').trim());
  // "2011/4/7 Anna <anna@…>", as Gmail once wrote it: believed with a quote below.
  if (/^\d{4}[/-]\d{1,2}[/-]\d{1,2} [^<]{0,100}<[^<>\s]{3,320}>$/.test(bare) && email.test(bare)) return 'weak';
  const ends = /[:：]["'»>\s]*$/.test(bare);
  const says = verb.test(bare) || cjkVerbs.test(bare) || /^wiadomość napisana przez/i.test(bare) || (quotings.test(bare) && email.test(bare));
  if (!ends && !(says && (cjkVerbs.test(bare) || email.test(bare)) && year.test(bare))) return undefined;
  const hasAddress = email.test(bare);
  const hasYear = year.test(bare);
  const hasTime = time.test(bare);
  const hasDate = hasYear || shortDate.test(bare);
  if (says && ((hasAddress && hasDate) || (hasYear && hasTime) || (hasDate && hasTime && openers.test(bare)))) return 'strong';
  if (!says && hasAddress && hasYear && hasTime) return 'strong';
  if (says || (hasYear && (hasTime || hasAddress)) || (hasAddress && hasTime)) return 'weak';
  return undefined;
}

/** Dates in Arabic and Persian are written with digits of their own. */
function asciiDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15));
}

/** The line above holds the name and the address of an attribution whose second half looks like a whole one ("10:11 tarihinde yazdı:"). */
const goesOn = new RegExp(`${email.source}[)>\\]]{0,2}(?:$|,[^.!?:]{0,40}$)`, 'iu');

export interface Attribution {
  start: number;
  /** Index of its last line. */
  end: number;
  strength: AttributionStrength;
  hasAddress: boolean;
}

const maxLines = 5;

/**
 * The attribution that ends at line `end`. Lines before it belong to it only while the paragraph goes on; the longest reading that begins
 * like an attribution wins, so that a wrapped "On Mon, 4 Mar 2024 at 10:11 Jan Kowalski" is not left behind.
 */
export function attributionEndingAt(lines: readonly BodyLine[], end: number, depth: number): Attribution | undefined {
  const last = lines[end];
  if (last === undefined || isBlank(last) || last.depth !== depth) return undefined;
  if (!/[:：]["'»>\s*_]*$/.test(last.text) && !cjkVerbs.test(last.text) && !/(wrote|>)$/.test(last.text)) return undefined;
  let best: Attribution | undefined;
  let joined = '';
  for (let start = end; start >= 0 && end - start < maxLines; start -= 1) {
    const line = lines[start];
    if (line === undefined || isBlank(line) || line.depth !== depth || line.mark === 'signature') break;
    if (start < end && line.text.length > 200) break;
    joined = start === end ? line.text : `${line.text} ${joined}`;
    const strength = attributionStrength(joined);
    if (strength === undefined) continue;
    const opens = openers.test(line.text.replace(/^[\s*_"'<>-]+/, ''));
    const better = best === undefined || (opens && (best.strength === 'weak' || strength === 'strong') && !openers.test(lines[best.start]?.text ?? ''))
      || (best.strength === 'weak' && strength === 'strong')
      || (!best.hasAddress && goesOn.test(line.text) && /^\p{Ll}|^\d/u.test(lines[best.start]?.text ?? ''));
    if (better) best = { start, end, strength, hasAddress: email.test(joined) };
  }
  return best;
}
