import { useEffect } from 'react';
import { ActsHost } from '../features/acts';
import { ContactDialogs } from '../features/contacts';
import { Palette } from '../features/palette';
import { FollowUpDialog } from '../features/planned';
import { ViewEditorHost } from '../features/views';
import { useLocale } from '../i18n';
import { ShortcutSheet } from './keys';
import { LiveConnection } from './live/live-connection';
import { learnPolish } from './words/in-words';

/** What runs on every screen of a signed-in member and shows itself only when asked. */
export function Everywhere() {
  const locale = useLocale();
  // Before the first refusal needs it, and after the first screen is drawn.
  useEffect(() => { if (locale === 'pl') void learnPolish(); }, [locale]);
  return (
    <>
      <LiveConnection />
      <ActsHost followUp={(about) => <FollowUpDialog {...about} />} />
      <ContactDialogs />
      <Palette />
      <ViewEditorHost />
      <ShortcutSheet />
    </>
  );
}
