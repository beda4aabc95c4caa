import { formatList, useLocale, useStrings } from '../../i18n';
import type { SideCapabilities } from '../../app/sides';
import { smsCount } from '../../app/sms-count';
import type { LengthReport } from '../../app/text-length';
import { composerStrings } from './composer.strings';

export interface TextRoomProps { id: string; text: string; length: LengthReport | null; capabilities: SideCapabilities | undefined }

/** Whether there is anything to say of the room that a text takes. */
export const tellsRoom = ({ text, length, capabilities }: Omit<TextRoomProps, 'id'>): boolean => (length !== null && length.state !== 'quiet') || (capabilities?.smsCount !== undefined && text.trim() !== '');

/** What is left of the platform's limit, once little is; and what the text costs, where each part of it is paid for. */
export function TextRoom({ id, text, length, capabilities }: TextRoomProps) {
  const t = useStrings(composerStrings);
  if (!tellsRoom({ text, length, capabilities })) return null;
  return (
    <p className="cmp-len" id={id} data-over={length?.state === 'over' || undefined}>
      {capabilities?.smsCount !== undefined && text.trim() !== '' && <SmsCost text={text.trimEnd()} exact={capabilities.smsCount === 'exact'} />}
      {length !== null && length.state !== 'quiet' && (
        <span role="status">
          {capabilities?.lengthUnit === 'bytes'
            ? t(length.left < 0 ? 'bytesOver' : 'bytesLeft', { count: Math.abs(length.left) })
            : t(length.left < 0 ? 'charsOver' : 'charsLeft', { count: Math.abs(length.left) })}
        </span>
      )}
    </p>
  );
}

const lettersNamed = 4;

function SmsCost({ text, exact }: { text: string; exact: boolean }) {
  const t = useStrings(composerStrings);
  const locale = useLocale();
  const { messages, left, beyond } = smsCount(text);
  const named = beyond.slice(0, lettersNamed).map((letter) => (letter.trim() === '' ? t('smsBlank') : letter));
  return (
    <span className="sms">
      {beyond.length > 0 && <span>{t('smsBeyond', { letters: beyond.length > lettersNamed ? `${named.join(', ')}…` : formatList(locale, named) })}</span>}
      <span>{t('smsLeft', { count: left })}</span>
      {/* Told to who listens when the number changes, not at every letter. */}
      <b role="status">{t(exact ? 'smsCount' : 'smsAtMost', { count: messages })}</b>
    </span>
  );
}
