import { ActsHost } from '../features/acts';
import { ContactDialogs } from '../features/contacts';
import { Palette } from '../features/palette';
import { EverywhereKeys, Keyboard, ShortcutSheet } from './keys';
import { LiveConnection } from './live/live-connection';

/** What runs on every screen of a signed-in member and shows itself only when asked. */
export function Everywhere() {
  return (
    <>
      <LiveConnection />
      <Keyboard />
      <EverywhereKeys />
      <ActsHost />
      <ContactDialogs />
      <Palette />
      <ShortcutSheet />
    </>
  );
}
