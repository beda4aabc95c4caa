import type { BodyLine } from './lines';
import { isBlank } from './lines';

/** "From: … Sent: … To: … Subject: …", as Outlook, web mailers and phones put it above the mail that is answered, in many languages. */
type Field = 'from' | 'date' | 'to' | 'cc' | 'subject' | 'other';

const labels: Record<Field, string> = {
  from: 'from|od|од|von|de|da|van|från|fra|frá|lähettäjä|feladó|de la|expeditor|kimden|gönderen|от|від|отправитель|відправник|差出人|送信者|发件人|寄件者|寄件人|發件人|보낸 사람|보낸사람|από|odesílatel|odesilatel|odosielateľ|pošiljatelj|pošiljatelj|nuo|no|saatja|мне от|nadawca|expéditeur|mittente|remitente|remetente|afzender|absender|avsändare|avsender|afsender|מאת|من|จาก|dari|từ|şimdi|از|remitent|pengirim|प्रेषक',
  date: 'sent|date|sent on|wysłano|wysłane|data|data wysłania|gesendet|datum|gesendet am|envoyé|envoyé le|enviado|enviado el|enviada em|enviado em|enviada|fecha|inviato|data invio|verzonden|verzonden op|skickat|sendt|dato|dagsetning|lähetetty|päivämäärä|pvm|elküldve|dátum|küldve|küldés ideje|trimis|expediată|data trimiterii|gönderildi|gönderilme tarihi|tarih|отправлено|дата|надіслано|відправлено|дата отправки|送信日時|日時|日付|送信日|发送时间|发送日期|日期|寄件日期|傳送時間|時間|时间|보낸 날짜|날짜|보낸시간|odesláno|odoslané|poslano|послано|изпратено|послато|στάλθηκε|ημερομηνία|ημ/νία|išsiųsta|nosūtīts|saadetud|kuupäev|נשלח|תאריך|تاريخ|التاريخ|วันที่|tanggal|ngày|تم الإرسال|الإرسال|أرسلت|تاريخ الإرسال|ส่ง|ส่งเมื่อ|dikirim|đã gửi|đã gửi lúc|αποστολή|enviat|data d’enviament|ارسال|تاریخ|प्रेषित|oddano|odesláno dne|időpont|gesendet um',
  to: 'to|do|за|an|à|a|para|aan|till|til|vastaanottaja|címzett|către|destinatar|kime|alıcı|кому|получатель|宛先|收件人|收件者|받는 사람|받는사람|komu|pro|prima|προς|iki|kam|kellele|kepada|אל|إلى|ถึง|đến|adresat|destinataire|destinatario|destinatário|ontvanger|empfänger|mottagare|mottaker|modtager|tới|per a|za|به|ke|प्रति|destinatari|adressaat|adresát|príjemca',
  cc: 'cc|dw|udw|kopia|do wiadomości|kopie|copie|copie à|kopi|másolatot kap|másolat|bilgi|копия|копія|抄送|副本|참조|copia|bcc|kopie k|kópia|cópia|in kopie|kopio|κοιν|עותק',
  subject: 'subject|temat|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|efni|aihe|tárgy|subiect|konu|тема|относно|件名|主题|主 题|主題|主旨|标题|제목|předmět|predmet|věc|vec|zadeva|θέμα|tema|teema|dalykas|temats|hal|tiêu đề|נושא|الموضوع|เรื่อง|perihal|subjek|chủ đề|assumpte|ogg|sujet|موضوع|विषय|ärende|sprawa',
  other: 'reply-to|odpowiedz|odpowiedź do|antwort an|importance|ważność|priorytet|priority|priorität|attachments|załączniki|anlagen|pièces jointes|sensitivity|odpowiedz do|répondre à|wichtigkeit|importancia|organization|organizacja|list-id|resent-from|newsgroups|mailing list|message-id',
};

const fieldOf = new Map<string, Field[]>();
for (const [field, names] of Object.entries(labels) as [Field, string][]) {
  for (const name of names.split('|')) fieldOf.set(name, [...(fieldOf.get(name) ?? []), field]);
}

const email = /[^\s<>"'():;,@]{1,64}@[^\s<>"'():;,@]{1,255}/;

interface HeaderLine { fields: Field[]; value: string }

function headerLine(text: string): HeaderLine | undefined {
  const match = /^[\s*_|]{0,6}([\p{L}][\p{L}\p{M}'’()/ .-]{0,24}?)[\s\u00a0]{0,3}[*_]{0,2}\s?[:：][*_]{0,2}\s*(.*)$/su.exec(text.slice(0, 1_000));
  if (match === null) return undefined;
  const label = (match[1] ?? '').toLowerCase().trim();
  // "Od/From:" of offices that write in two languages.
  const fields = fieldOf.get(label) ?? (label.includes('/') ? label.split('/').map((half) => fieldOf.get(half.trim())).find((known) => known !== undefined) : undefined);
  return fields === undefined ? undefined : { fields, value: (match[2] ?? '').replace(/(?<![|*])[|*]+$/, '').trim() };
}

export interface HeaderBlock {
  start: number;
  end: number;
}

const maxLines = 24;

/**
 * A header block that begins at `start`. Three different fields with a sender among them are needed, and either an address or both
 * a date and a subject: "From: London / To: Paris / Date: 5 May" is somebody's trip, not a mail.
 */
export function headerBlockAt(lines: readonly BodyLine[], start: number, introduced: boolean): HeaderBlock | undefined {
  const first = lines[start];
  if (first === undefined || first.text.length > 1_000) return undefined;
  const opening = headerLine(first.text);
  if (opening === undefined || !opening.fields.some((field) => field === 'from' || field === 'date' || field === 'subject')) return undefined;
  const found = new Set<Field>();
  let addresses = 0;
  let digitsInDate = false;
  let end = start;
  let idle = 0;
  for (let index = start; index < lines.length && index - start < maxLines; index += 1) {
    const line = lines[index];
    if (line === undefined || line.depth !== first.depth) break;
    if (isBlank(line)) {
      // Some clients leave an empty line between the fields; two mean the end.
      if (index > end + 1 || headerLine(lines[index + 1]?.text ?? '') === undefined) break;
      continue;
    }
    const header = headerLine(line.text);
    if (header === undefined) {
      // A field that we have no word for, between two that we know.
      if (/^\p{L}[\p{L}\p{M}' -]{1,24}[:：]\s/u.test(line.text) && headerLine(lines[index + 1]?.text ?? '') !== undefined && idle === 0) {
        idle += 1;
        continue;
      }
      // A long list of recipients goes on in the next lines.
      idle += 1;
      if (idle > 3 || !(email.test(line.text) || /[,;]$/.test(lines[index - 1]?.text ?? ''))) break;
      if (email.test(line.text)) addresses += 1;
      end = index;
      continue;
    }
    idle = 0;
    end = index;
    const field = header.fields.find((candidate) => !found.has(candidate));
    if (field === undefined) continue;
    found.add(field);
    if (field !== 'subject' && email.test(header.value)) addresses += 1;
    if (header.fields.includes('date') && /\d/.test(header.value)) digitsInDate = true;
  }
  const kinds = [...found].filter((field) => field !== 'other').length;
  const plausible = introduced ? kinds >= 2 : kinds >= 3 && (addresses > 0 || (digitsInDate && found.has('subject')));
  return found.has('from') && plausible ? { start, end } : undefined;
}
