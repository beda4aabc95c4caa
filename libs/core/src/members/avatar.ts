/** Where a member's picture is; null when there is none. A new picture has a new address, so that no browser shows the old one. */
export const avatarUrlOf = (memberId: string, key: string | null): string | null => (key === null ? null : `/api/v1/members/${memberId}/avatar?v=${pictureVersion(key)}`);

/** The end of a file key is random. */
export const pictureVersion = (key: string): string => key.slice(-8);
