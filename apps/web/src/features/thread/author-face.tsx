import type { MessageView } from '@kontuar/contract';
import { useMembers } from '../../app/directory';
import { Avatar } from '../../ui';

/** The picture of the colleague who wrote this; nothing for those without one, whose name says it. */
export function AuthorFace({ message }: { message: MessageView }) {
  const { author } = message;
  const src = useMembers().find(({ id }) => author.kind === 'member' && id === author.id)?.avatarUrl ?? null;
  return src === null ? null : <Avatar name={author.name} src={src} size="xs" />;
}
