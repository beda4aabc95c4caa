import { createHash } from 'node:crypto';

/**
 * The same name in the same workspace always gets the same id: so the demo is found again to be removed, without a mark on anything and
 * whatever has been renamed since.
 */
export function demoId(workspaceId: string, name: string): string {
  const hex = createHash('sha256').update(`kontuar demo ${workspaceId} ${name}`).digest('hex');
  // Version 8 and the usual variant: ids of one's own making (RFC 9562).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
