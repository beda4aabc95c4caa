import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useStrings } from '../../i18n';
import { becameQuery } from './lesson-queries';
import { lessonStrings } from './lessons.strings';

/** Which lesson an article was made of. */
export function FromLesson({ articleId }: { articleId: string }) {
  const t = useStrings(lessonStrings);
  const { data: lessons = [] } = useQuery(becameQuery(articleId));
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
