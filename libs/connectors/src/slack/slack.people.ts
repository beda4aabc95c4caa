import { ConnectorError, type Party } from '../contract';
import { callSlack, type SlackContext } from './slack.client';
import { userInfo } from './slack.payloads';

/** Events name people by their id alone. */
export async function profile(ctx: SlackContext, party: Party): Promise<Party | undefined> {
  if (!/^[UW][A-Z0-9]+$/.test(party.id)) return undefined;
  let user;
  try {
    ({ user } = await callSlack(ctx, 'users.info', { args: { user: party.id, include_locale: true }, result: userInfo }));
  } catch (error) {
    // Strangers of a shared channel are not always told.
    if (error instanceof ConnectorError && error.reason === 'unknown-recipient') return undefined;
    throw error;
  }
  const name = [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name].find((one) => one !== undefined && one.trim() !== '');
  const picture = user.profile?.image_192 ?? user.profile?.image_72;
  const { email } = user.profile ?? {};
  const language = /^[a-z]{2,3}(-[A-Za-z]{2})?$/.exec(user.locale ?? '')?.[0];
  return {
    id: party.id,
    ...(name === undefined ? {} : { name }),
    ...(user.name === undefined ? {} : { handle: `@${user.name}` }),
    ...(picture === undefined ? {} : { avatarRef: `avatar:${picture}` }),
    ...(language === undefined ? {} : { language }),
    ...(email === undefined || !email.includes('@') ? {} : { email: email.toLowerCase() }),
    verified: true,
  };
}
