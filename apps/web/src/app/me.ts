import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { use } from 'react';
import type { Me, Verb } from '@kontuar/contract';
import { ApiProblem, request } from './client';
import { forgetOthers, recall } from './offline/keeper';
import { useShared } from './shared-query';

/** A line that neither answers nor breaks is none. */
const patienceMs = 6000;

/** Who is signed in, to which workspace, and what they may do. Without a server: who was here last, and what they had read. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal, client }) => {
    const asked = request<Me>('GET', '/auth/me', undefined, { signal, expects401: true });
    const silence = new Promise<null>((done) => setTimeout(() => done(null), patienceMs));
    try {
      const me = (await Promise.race([asked, silence])) ?? (await recall(client)) ?? (await asked);
      // An answer that comes after we stopped waiting still counts.
      asked.then((late) => { if (late !== me) client.setQueryData(['me'], late); }, () => undefined);
      void forgetOthers(me.member.id);
      return me;
    } catch (error) {
      const away = error instanceof ApiProblem && (error.offline || error.status === 502 || error.status === 503 || error.status === 504);
      const last = away && client.getQueryData(['me']) === undefined ? await recall(client) : null;
      if (last === null) throw error;
      return last;
    }
  },
  staleTime: 5 * 60_000,
  // Also without a line: what is kept answers then.
  networkMode: 'always',
});

/** Inside the shell somebody is always signed in: the route loads this first. */
export function useMe(): Me {
  const client = useQueryClient();
  const me = useShared(meQuery, (known) => known);
  return me ?? use(client.ensureQueryData(meQuery));
}

export function useCan(verb: Verb): boolean {
  return useShared(meQuery, (me) => me?.can.includes(verb) ?? false);
}
