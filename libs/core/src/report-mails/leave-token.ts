import { sameText, type Secrets } from '@kontuar/platform';

/** Who gets a report by mail, and which. */
export interface Receiver { scheduleId: string; memberId: string }

const named = ({ scheduleId, memberId }: Receiver): string => `${scheduleId}.${memberId}`;

/** Takes one member from the list of one report, without signing in: it can do nothing else. */
export const reportLeaveUrl = (secrets: Secrets, publicUrl: string, receiver: Receiver): string => `${publicUrl}/unsubscribe/report/${named(receiver)}.${secrets.mac('report-leave', named(receiver))}`;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function readLeaveToken(secrets: Secrets, token: string): Receiver | undefined {
  const [scheduleId = '', memberId = '', mac = ''] = token.split('.');
  return uuid.test(scheduleId) && uuid.test(memberId) && sameText(secrets.mac('report-leave', named({ scheduleId, memberId })), mac) ? { scheduleId, memberId } : undefined;
}
