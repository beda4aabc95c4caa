import { CalendarClock } from 'lucide';
import { useState } from 'react';
import { LaterChoice } from '../../app/planned/later-choice-part';
import { useStrings } from '../../i18n';
import { Icon, IconButton, Popover } from '../../ui';
import { composerStrings } from './composer.strings';

/** Whose clock it is chosen on, and until when the channel takes an answer at all. */
export interface LaterFor { contactId: string; closesAt: string | null; onTemplate: (() => void) | undefined }
export interface ChosenTime { sendAt: Date; timeZone: string; ifCustomerWrites: 'cancel' | 'send' }
export interface LaterProps { open: boolean; onOpenChange: (open: boolean) => void; keys: readonly string[]; disabled: boolean; about: LaterFor; onChoose: (time: ChosenTime) => void }

/** When to send, in words or by a suggestion, on the customer's clock. */
export function Later({ open, onOpenChange, keys, disabled, about, onChoose }: LaterProps) {
  const t = useStrings(composerStrings);
  const [ifCustomerWrites, setRule] = useState<'cancel' | 'send'>('cancel');
  return (
    <Popover
      label={t('laterTitle')} side="top" align="end" className="later" open={open} onOpenChange={onOpenChange}
      trigger={<IconButton label={t('sendLater')} keys={keys} disabled={disabled}><Icon of={CalendarClock} /></IconButton>}
    >
      <LaterChoice
        {...about} ifCustomerWrites={ifCustomerWrites} onRule={setRule} confirm={t('laterConfirm')}
        onChoose={(sendAt, timeZone) => { onOpenChange(false); onChoose({ sendAt, timeZone, ifCustomerWrites }); }}
      />
    </Popover>
  );
}
