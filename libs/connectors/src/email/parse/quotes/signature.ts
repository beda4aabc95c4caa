import type { BodyLine } from './lines';
import { hasWords, isBlank } from './lines';

const devices = '(?:i ?phon|i ?pad|i ?pod|i ?mac|mac ?book|android|samsung|galaxy|huawei|xiaomi|redmi|mi phone|pixel|oneplus|motorola|moto|nokia|lg|htc|sony|xperia|blackberry|windows|lumia|smartphone|smartfon|mobile|mobil|handy|telefon|telefón|telefoon|teléfono|phone|tablet|outlook|yahoo|gmail|proton ?mail|protonmail|mail\\.ru|myMail|spark|aqua ?mail|fairmail|k-9|k9|thunderbird|bluemail|blue mail|gmx|web\\.de|poczt|mail for windows|mailspring|superhuman|telekom|t-online|vodafone|orange|tutanota|tuta|fastmail|zoho|interia|onet|wp\\b|o2\\b|mailbird|airmail|newton|edison|canary|hey|workspace|seznam|libero|virgilio|laposte|naver|qq|foxmail|xperia|realme|oppo|vivo|honor)';
const tail = '.{0,45}';
const sayings = [
  `sent (?:from|with|via|using|by|on (?:my|the))\\b.{0,40}${devices}${tail}`, `sent from (?:my )?\\S{1,20} ?(?:phone|device|tablet)?`,
  `(?:get|download) (?:the )?outlook (?:app )?for${tail}`, `(?:get|download) (?:the )?(?:yahoo mail|bluemail|spark|mymail|typeapp).{0,20}for${tail}`,
  `(?:(?:ta )?wiadomość (?:została )?)?(?:wysłan[eoay]|wyslan[eoay]|napisan[eoa]) (?:z|ze|za pomocą|za pomoca|przez|poprzez|w|od)\\b.{0,40}${devices}${tail}`,
  `pobierz (?:aplikację |aplikacje |program |program )?outlook${tail}`,
  `(?:von|mit|vom) (?:meine[mr]|mein|outlook|dem|yahoo|gmx|web\\.de).{0,40}${devices}.{0,40}(?:gesendet|verschickt|geschickt|versendet)`, `(?:gesendet|versendet) (?:von|mit|vom|aus|über)\\b.{0,40}${devices}${tail}`,
  `diese (?:e-?mail|nachricht) wurde (?:von|mit)\\b.{0,40}${devices}.{0,40}(?:gesendet|verschickt)`, `(?:holen sie sich|laden sie|hol dir) outlook${tail}`,
  `(?:envoyée?|expédiée?) (?:de|depuis|à partir|avec|par)\\b.{0,40}${devices}${tail}`, `(?:obtenez|obtenir|télécharger|téléchargez) outlook${tail}`, `provenance : courrier${tail}`,
  `enviad[oa] (?:desde|do|de|a partir|via|pelo|com|con|mediante)\\b.{0,40}${devices}${tail}`, `(?:obtener|obtén|obter|obtenha|descargar|baixe) (?:o )?outlook${tail}`,
  `inviat[oa] (?:da|dal|con|tramite)\\b.{0,40}${devices}${tail}`, `(?:ottieni|scarica) outlook${tail}`,
  `(?:verstuurd|verzonden) (?:vanaf|vanuit|met|via|door)\\b.{0,40}${devices}${tail}`, `(?:outlook voor|download outlook)${tail}`,
  `(?:odesláno|posláno|odoslané|poslané) (?:z|ze|zo|pomocí|pomocou|přes)\\b.{0,40}${devices}${tail}`, `(?:získejte|získajte|získat) (?:aplikaci |aplikáciu )?outlook${tail}`,
  `(?:отправлено|надіслано|відправлено|послано) (?:с|со|з|із|из|от|через)(?:$|\\s).{0,40}(?:${devices}|телефон|устройств|пристро|мобильн|мобільн|почт|пошт|айфон).{0,45}`, `(?:скачать|скачайте|отримати|получить) outlook${tail}`,
  `(?:skickat|skickades) (?:från|med|via)\\b.{0,40}${devices}${tail}`, `sendt (?:fra|med|via)\\b.{0,40}${devices}${tail}`, `(?:hämta|hent|få|skaffa) outlook${tail}`,
  `lähetetty (?:.{0,40}(?:${devices}|puhelimesta|ipadista|iphonesta|laitteesta)).{0,30}`, `hanki outlook${tail}`,
  `.{0,40}${devices}.{0,20}(?:küldve|küldtem|elküldve|gönderildi|gönderdi)\\.?`, `(?:küldve|elküldve) .{0,40}${devices}${tail}`, `(?:trimis|expediat) (?:de pe|din|de la|cu)\\b.{0,40}${devices}${tail}`,
  `(?:poslano|poslato|posláno) (?:s|sa|z|iz|putem) .{0,40}${devices}${tail}`, `(?:נשלח|أرسلت?|أُرسلت?|تم الإرسال|ارسال شده).{0,40}${devices}${tail}`,
  `(?:get|holen sie sich|laden sie|descargar|verkrijg|downloaden van|stáhnout|stiahnuť|завантажити|lataa|letöltés|preuzmi|pridobi|获取|取得|下载|下載) ?outlook${tail}`, 'outlook (?:für|voor|for|pour|för|para|per|til|pro|для) (?:ios|android) ?(?:beziehen|herunterladen|downloaden|を入手|をダウンロード|받기|beszerzése|edinin|indirin)',
  'von unterwegs (?:gesendet|geschickt)', 'yahooメール - .{1,40}',
  'yahoo mail ?[:：] ?\\p{L}+, \\p{L}+,? .{2,40}',
  `.{0,30}から送信(?:されました)?`, `(?:发自|来自我的|寄自|发送自|傳送自|發自|從我的)${tail}`, `.{0,30}에서 보냄`,
  `(?:στάλθηκε|εστάλη) (?:από|με)(?:$|\\s).{0,40}(?:${devices}|κινητ)${tail}`, `(?:saadetud|išsiųsta|nosūtīts) .{0,40}${devices}${tail}`,
];
const mobile = new RegExp(`^[\\s*_(\\[-]{0,4}(?:${sayings.join('|')})[\\s.)\\]*_>]{0,6}$`, 'iu');

/** Where the lines below a mail lead that programs write for their own sake, in any language. */
const advertised = /https?:\/\/(?:www\.)?(?:aka\.ms\/\w|go\.microsoft\.com\/fwlink|sprh\.mn|mail\.onelink\.me|overview\.mail\.yahoo|getmailspring\.com|sparkmailapp\.com|bluemail\.me|proton\.me|mobisystems\.com\/aqua-mail)/i;
const links = /<https?:[^>]{0,300}>|\( ?https?:[^)]{0,300}\)|\[https?:[^\]]{0,300}\]/g;

export function isMobileSignature(text: string): boolean {
  if (text.length > 300) return false;
  const words = text.replace(links, ' ').replace(/[’‘]/g, "'").replace(/yahoo!/i, 'yahoo').replace(/\s+/g, ' ').trim();
  if (words.length > 160 || /[?!]/.test(words)) return false;
  return mobile.test(words) || (words !== '' && words.length <= 80 && /\b(?:outlook|mail|poczta|correo|courrier|superhuman|spark|mailspring)\b/i.test(words) && [...text.matchAll(links)].some(([link]) => advertised.test(link)));
}

/**
 * Where the signature begins in the lines `from`…`to` (the end not included); `to` when there is none. "-- " is the agreed mark (RFC 3676 §4.3);
 * "--" without the space is common but also somebody's ruler, so what follows must be short.
 */
export function signatureStart(lines: readonly (BodyLine & { raw?: string })[], from: number, to: number): number {
  const otherAt = lastOther(lines, from, to);
  for (let index = from; index < to; index += 1) {
    const line = lines[index];
    if (line === undefined) continue;
    if (line.mark === 'signature' && index > otherAt) return index;
    if (line.depth > 0) continue;
    if (line.text === '--' || line.text === '—' && line.raw === '— ') {
      const exact = line.raw === '-- ' || line.raw === '--\u00a0';
      if (shortRest(lines, index + 1, to, exact ? 60 : 16, exact ? 6_000 : 1_000)) return index;
    }
  }
  let last = to - 1;
  let start = to;
  let seen = 0;
  while (last >= from && seen < 4) {
    const line = lines[last];
    if (isBlank(line)) {
      last -= 1;
      continue;
    }
    if (line === undefined || line.depth > 0 || !isMobileSignature(line.text)) {
      // One line of an app's advertisement may stand below: an address, a ruler.
      if (start === to && seen === 0 && line !== undefined && line.depth === 0 && /^(<?https?:\/\/\S{1,200}>?|[_-]{3,})$/.test(line.text) && isMobileSignature(previousText(lines, last, from))) {
        seen += 1;
        last -= 1;
        continue;
      }
      break;
    }
    start = last;
    seen += 1;
    last -= 1;
  }
  if (start < to && /^[_-]{2,}$/.test(lines[start - 1]?.text ?? '') && start - 1 >= from) start -= 1;
  return start;
}

function previousText(lines: readonly BodyLine[], index: number, from: number): string {
  for (let probe = index - 1; probe >= from; probe -= 1) {
    const line = lines[probe];
    if (line !== undefined && !isBlank(line)) return line.text;
  }
  return '';
}

/** A signature in a client's own container is believed when only signatures and empty lines follow: behind this line. */
function lastOther(lines: readonly BodyLine[], from: number, to: number): number {
  for (let index = to - 1; index >= from; index -= 1) {
    const line = lines[index];
    if (line !== undefined && line.depth === 0 && line.mark !== 'signature' && hasWords(line.text) && !isMobileSignature(line.text)) return index;
  }
  return from - 1;
}

function shortRest(lines: readonly BodyLine[], from: number, to: number, maxLines: number, maxChars: number): boolean {
  let count = 0;
  let chars = 0;
  for (let index = from; index < to; index += 1) {
    const line = lines[index];
    if (line === undefined || isBlank(line)) continue;
    count += 1;
    chars += line.text.length;
    if (count > maxLines || chars > maxChars) return false;
  }
  return true;
}
