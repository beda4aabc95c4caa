import { ActsHost } from '../features/acts';
import { ContactDialogs } from '../features/contacts';
import { Palette } from '../features/palette';
import { ShortcutSheet } from './keys';
import { LiveConnection } from './live/live-connection';

/** What runs on every screen of a signed-in member and shows itself only when asked. */
export function Everywhere() {
  return (
    <>
      <LiveConnection />
      <ActsHost />
      <ContactDialogs />
      <Palette />
      <ShortcutSheet />
    </>
  );
}
