import { attributionStrength } from './attribution';
import type { BodyLine } from './lines';

/** Lines that clients put between the new mail and the earlier one. */
export type Separator = 'reply' | 'forward' | 'rule';

const replyWords = [
  'original message', 'original appointment', 'original email', 'reply message', 'reply above this line', 'wiadomość oryginalna', 'oryginalna wiadomość', 'wiadomosc oryginalna', 'oryginalna wiadomosc', 'treść oryginalnej wiadomości', 'pierwotna wiadomość',
  'ursprüngliche nachricht', 'ursprungliche nachricht', 'originalnachricht', 'original-nachricht', 'ursprüngliche e-mail', 'message d\'origine', 'message d’origine', 'message original', 'message initial', 'mail original', 'e-mail original', 'courriel original', 'ursprüngliche mail', 'original-mail', 'oryginalny e-mail', 'originele e-mail', 'mail originale', 'original e-mail', 'original mail', 'oorspronkelijke e-mail', 'correo original',
  'mensaje original', 'mensaje origina', 'messaggio originale', 'messaggio di origine', 'mensagem original', 'oorspronkelijk bericht', 'origineel bericht', 'původní zpráva', 'pôvodná správa', 'původní e-mail',
  'исходное сообщение', 'оригинальное сообщение', 'пересылаемое сообщение', 'вихідне повідомлення', 'оригінальне повідомлення', 'початкове повідомлення', 'ursprungligt meddelande', 'originalmeddelande', 'oprindelig meddelelse', 'original besked', 'opprinnelig melding',
  'alkuperäinen viesti', 'eredeti üzenet', 'mesaj original', 'mesajul original', 'orijinal mesaj', 'orijinal ileti', 'özgün ileti', '元のメッセージ', 'オリジナルメッセージ', '原始邮件', '原始郵件', '邮件原件', '原郵件', '원본 메시지', '원본 메일', 'izvorna poruka', 'originalna poruka', 'izvirno sporočilo', 'αρχικό μήνυμα', 'pradinis laiškas', 'sākotnējais ziņojums', 'upprunaleg skilaboð', 'הודעה מקורית',
];
const forwardWords = [
  'forwarded message', 'forwarded by', 'begin forwarded message', 'forwarded mail', 'fwd', 'wiadomość przekazana dalej', 'wiadomość przekazana', 'przekazana wiadomość', 'wiadomość przesłana dalej', 'początek przekazywanej wiadomości', 'początek przekazanej wiadomości', 'przesłana wiadomość', 'treść przekazanej wiadomości', 'weitergeleitete nachricht', 'anfang der weitergeleiteten nachricht', 'beginn der weitergeleiteten nachricht', 'weitergeleitete e-mail',
  'message transféré', 'début du message transféré', 'début du message réexpédié', 'mensaje reenviado', 'inicio del mensaje reenviado', 'messaggio inoltrato', 'inizio messaggio inoltrato', 'mensagem encaminhada', 'mensagem reencaminhada', 'início da mensagem encaminhada', 'início da mensagem reencaminhada', 'doorgestuurd bericht', 'begin doorgestuurd bericht', 'begin van doorgestuurd bericht',
  'přeposlaná zpráva', 'začátek přeposílané zprávy', 'preposlaná správa', 'začiatok preposlanej správy', 'пересылаемое сообщение', 'пересланное сообщение', 'начало переадресованного сообщения', 'переслане повідомлення', 'початок листа, що пересилається', 'vidarebefordrat meddelande', 'vidarebefordrat brev', 'videresendt meddelelse', 'videresendt besked', 'videresendt melding', 'start på videresendt melding', 'välitetty viesti', 'edelleenlähetetty viesti', 'továbbított üzenet', 'mesaj redirecționat', 'mesaj redirectionat', 'yönlendirilen ileti', 'iletilen mesaj', '転送メッセージ', '転送されたメッセージ', '转发的邮件', '轉寄的郵件', '转发邮件信息', '전달된 메시지', 'προωθημένο μήνυμα', 'proslijeđena poruka', 'posredovano sporočilo',
];
const replySet = new Set(replyWords);
const forwardSet = new Set(forwardWords);

export function separatorAt(line: BodyLine): Separator | undefined {
  // Hyphens and dashes of every length are the same here.
  const text = line.text.replace(/[\u2010-\u2015\u2212]/g, '-');
  if (text.length < 3 || text.length > 300) return undefined;
  if (/^(?:[_\u2500\u2014-]{10,}|_{5,})$/.test(text.replace(/\s/g, '')) || text === '---') return 'rule';
  const framed = /^[-_=*>\u2014\u2500 ]{2,}/.test(text);
  const words = text.replace(/^[-_=*>\u2014\u2500 ]+/, '').replace(/(?<![-_=*<\u2014\u2500 :：])[-_=*<\u2014\u2500 :：]+$/, '').toLowerCase();
  if (words === '') return undefined;
  if (forwardSet.has(words) && (framed || /[:：]\s*$/.test(text)) && words !== 'fwd') return 'forward';
  if (framed && /^forwarded by .{1,80}( on .{1,40})?$/.test(words)) return 'forward';
  if (replySet.has(words) && (framed || /[:：]\s*$/.test(text))) return 'reply';
  // "-------- Wiadomość oryginalna --------" with a date or a name in it, as phones write it.
  if (framed) {
    for (const known of replyWords) if (words.startsWith(`${known} `) || words.endsWith(` ${known}`)) return 'reply';
  }
  // "---- On Tue, 12 Mar 2024 10:11:00 +0100 Anna <anna@…> wrote ----" of Zoho, "-----Anna wrote: -----" of Notes.
  const said = /^-{3,} ?([^-].{5,300}?)[:：]? ?-{3,}$/.exec(text)?.[1];
  if (said !== undefined && attributionStrength(`${said}:`) !== undefined) return 'reply';
  if (/^#{2,}\s*(reply above this line|please (type|write) your reply above)/i.test(text)) return 'reply';
  return undefined;
}
