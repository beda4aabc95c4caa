import type { ConversationView, MessageView } from '@kontuar/contract';
import { useMembers } from '../../app/directory';
import { Avatar } from '../../ui';

/** The picture of who wrote this, colleague or customer; nothing for those without one, whose name says it. */
export function AuthorFace({ message, customer }: { message: MessageView; customer?: ConversationView['contact'] }) {
  const { author } = message;
  const members = useMembers();
  // Others may write in a conversation too: it is the customer's picture only where it is their name.
  const theirs = author.kind === 'contact' && author.name === customer?.name ? customer.avatarUrl : null;
  const src = members.find(({ id }) => author.kind === 'member' && id === author.id)?.avatarUrl ?? theirs;
  return src === null ? null : <Avatar name={author.name} src={src} size="xs" />;
}
