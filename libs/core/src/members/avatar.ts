/** Where a member's picture is; null when there is none. */
export const avatarUrlOf = (memberId: string, key: string | null): string | null => (key === null ? null : `/api/v1/members/${memberId}/avatar`);
