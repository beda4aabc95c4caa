import { Smile } from 'lucide';
import { useState } from 'react';
import { lazily } from '../../app/lazily';
import { useStrings } from '../../i18n';
import { Icon, IconButton, Popover } from '../../ui';
import { composerStrings } from './composer.strings';

const EmojiGrid = lazily(() => import('./emoji-grid').then((part) => part.EmojiGrid));

/** The button; the emojis and their names come when it is pressed. */
export function EmojiPicker({ onPick }: { onPick: (char: string) => void }) {
  const t = useStrings(composerStrings);
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label={t('emoji')} side="top" className="emo" open={open} onOpenChange={setOpen}
      trigger={<IconButton label={t('emoji')}><Icon of={Smile} /></IconButton>}
    >
      <EmojiGrid onPick={(char) => { setOpen(false); onPick(char); }} />
    </Popover>
  );
}
