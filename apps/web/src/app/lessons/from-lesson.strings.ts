import { defineStrings } from '../../i18n';

export const fromLessonStrings = defineStrings('from-lesson', {
  en: { fromLesson: 'From a lesson', conversation: 'Conversation #{{number}}' },
  pl: { fromLesson: 'Z wniosku', conversation: 'Rozmowa #{{number}}' },
});
