/** What a text comes to when phone networks cut it into messages, each of which is paid for. The same table as the connector's own; a test holds the two together. */
export interface SmsCount {
  /** How many it leaves as; 0 for no text. */
  messages: number;
  /** Places left in the last of them; a letter may need more than one. */
  left: number;
  /** Letters beyond the basic alphabet of phones, each once: because of them all of the text takes more room. */
  beyond: string[];
}

const basic = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
/** Two places each. */
const extended = new Set('^{}\\[~]|€\f');

export function smsCount(text: string): SmsCount {
  const letters = [...text];
  const beyond = [...new Set(letters.filter((letter) => !basic.has(letter) && !extended.has(letter)))];
  const sizes = letters.map((letter) => (beyond.length > 0 ? letter.length : extended.has(letter) ? 2 : 1));
  return { ...cut(sizes, beyond.length > 0 ? { whole: 70, part: 67 } : { whole: 160, part: 153 }), beyond };
}

/** Nothing is cut in two: what does not fit whole goes into the next part. */
function cut(sizes: readonly number[], { whole, part }: { whole: number; part: number }): Pick<SmsCount, 'messages' | 'left'> {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (all <= whole) return { messages: sizes.length === 0 ? 0 : 1, left: whole - all };
  let [messages, used] = [1, 0];
  for (const size of sizes) {
    if (used + size > part) {
      messages += 1;
      used = 0;
    }
    used += size;
  }
  return { messages, left: part - used };
}
