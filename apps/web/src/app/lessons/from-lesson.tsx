import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Lesson, Page } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { request } from '../client';
import { queryKeys } from '../query-keys';
import { fromLessonStrings } from './from-lesson.strings';

/** Which lesson an article, a canned answer or a trade word was made of. */
export function FromLesson({ subjectId }: { subjectId: string }) {
  const t = useStrings(fromLessonStrings);
  const { data: lessons = [] } = useQuery({
    queryKey: [...queryKeys.lessons, 'became', subjectId],
    queryFn: async ({ signal }) => (await request<Page<Lesson>>('GET', '/lessons', undefined, { signal, query: { became: subjectId, limit: 5 } })).items,
  });
  if (lessons.length === 0) return null;
  return (
    <div className="field">
      <span className="lab">{t('fromLesson')}</span>
      {lessons.map(({ id, title, conversation }) => (
        <p key={id}><Link className="lnk" to="/knowledge" search={{ part: 'lessons' }}>{title}</Link>{conversation !== null && <> · <Link className="lnk" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: conversation.id }}>{t('conversation', { number: conversation.number })}</Link></>}</p>
      ))}
    </div>
  );
}
