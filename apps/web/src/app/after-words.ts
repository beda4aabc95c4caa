import { hashKey, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { useAfterPaint } from './after-paint';
import { queryKeys } from './query-keys';
import { listenTo } from './told';

/**
 * True from the frame on behind the one in which the words of a conversation stand on the screen, or it is known that they do not come. What is asked for
 * before would only take the line and the processor from them.
 */
export function useAfterWords(conversationId: string): boolean {
  const client = useQueryClient();
  const hash = hashKey(queryKeys.messages(conversationId));
  const subscribe = useCallback((listener: () => void) => listenTo(client, hash, listener), [client, hash]);
  const isSaid = useSyncExternalStore(subscribe, () => {
    const state = client.getQueryCache().get(hash)?.state;
    return state !== undefined && (state.data !== undefined || state.status === 'error' || state.fetchStatus === 'paused');
  });
  return useAfterPaint(isSaid ? conversationId : '') && isSaid;
}
