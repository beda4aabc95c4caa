import { sameText, type Secrets } from '@kontuar/platform';

/** Says no to one campaign's purpose for whoever got it. Names nobody: only the line of the campaign knows whose it is. */
export const campaignToken = (secrets: Secrets, recipientId: string): string => `${recipientId}.${secrets.mac('outreach-unsubscribe', recipientId)}`;

export function readCampaignToken(secrets: Secrets, token: string): string | undefined {
  const [id = '', mac = ''] = token.split('.');
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && sameText(secrets.mac('outreach-unsubscribe', id), mac) ? id : undefined;
}

export const unsubscribeUrl = (secrets: Secrets, publicUrl: string, recipientId: string): string => `${publicUrl}/unsubscribe/campaign/${campaignToken(secrets, recipientId)}`;
