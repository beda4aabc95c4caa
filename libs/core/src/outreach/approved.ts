import type { Tx } from '@kontuar/platform';
import { isApproved } from '../channels/templates.service';
import type { CampaignRecord } from './campaign.row';

export const NOT_APPROVED = 'The platform has not approved the template of this campaign.';

export const templatesOf = (words: CampaignRecord['words']): string[] => (['en', 'pl'] as const).flatMap((locale) => words[locale]?.template?.id ?? []);

/** Whether the platform would take what the campaign says. An approval may be taken back at any time. */
export async function templatesApproved(tx: Tx, channelId: string, words: CampaignRecord['words']): Promise<boolean> {
  for (const id of templatesOf(words)) if (!(await isApproved(tx, channelId, id))) return false;
  return true;
}
