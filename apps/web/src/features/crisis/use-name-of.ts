import { useMembers } from '../../app/directory';

/** Whoever is no member any more has no name here. */
export function useNameOf(): (memberId: string) => string {
  const members = useMembers();
  return (memberId) => members.find(({ id }) => id === memberId)?.name ?? '';
}
