import { useEffect } from 'react';
import { ActsHost } from '../features/acts';
import { ContactDialogs } from '../features/contacts';
import { Palette } from '../features/palette';
import { ViewEditorHost } from '../features/views';
import { useLocale } from '../i18n';
import { fetchLayers } from '../ui';
import { ShortcutSheet } from './keys';
import { fetchParts, lazily } from './lazily';
import { LiveConnection } from './live/live-connection';
import { learnPolish } from './words/in-words';

const PromiseDialog = lazily(() => import('../features/after/promise-dialog').then((part) => part.PromiseDialog));
const FollowUpDialog = lazily(() => import('../features/planned/follow-up-dialog').then((part) => part.FollowUpDialog));
const LessonDialog = lazily(() => import('../features/knowledge/lesson-dialog').then((part) => part.LessonDialog));

/** What runs on every screen of a signed-in member and shows itself only when asked. */
export function Everywhere() {
  const locale = useLocale();
  // Before the first refusal needs it, and after the first screen is drawn.
  useEffect(() => { if (locale === 'pl') void learnPolish(); }, [locale]);
  useEffect(() => void fetchLayers(), []);
  // What may be opened next is here before it is asked for, also when the line is lost meanwhile.
  useEffect(() => {
    const timer = setTimeout(fetchParts, 2500);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <LiveConnection />
      <ActsHost followUp={(about) => <FollowUpDialog {...about} />} lesson={(about) => <LessonDialog {...about} />} promise={(about) => <PromiseDialog {...about} />} />
      <ContactDialogs />
      <Palette />
      <ViewEditorHost />
      <ShortcutSheet />
    </>
  );
}
