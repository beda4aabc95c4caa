import { useQuery } from '@tanstack/react-query';
import type { ConversationView, LetterFoot } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';

/** What would go below a letter here. It changes with what the customer writes, and with the signatures of the house. */
export function useLetterFoot(conversation: ConversationView, isLetter: boolean): LetterFoot | undefined {
  const { data } = useQuery({
    queryKey: [...queryKeys.signatures, 'foot', conversation.id, conversation.lastSeq], enabled: isLetter, staleTime: 60_000, placeholderData: (before: LetterFoot | undefined, query) => (query?.queryKey[2] === conversation.id ? before : undefined),
    queryFn: ({ signal }) => request<LetterFoot>('GET', `/conversations/${conversation.id}/letter`, undefined, { signal }),
  });
  return isLetter ? data : undefined;
}
