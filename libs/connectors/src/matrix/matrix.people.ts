import type { Party } from '../contract';
import { call, path, type MatrixContext } from './matrix.client';
import { profileAnswer } from './matrix.payloads';

/** What the account shows of itself to everybody; rooms may show it otherwise. */
export async function profile(ctx: MatrixContext, party: Party): Promise<Party | undefined> {
  const told = await call(ctx, { path: path`/_matrix/client/v3/profile/${party.id}`, result: profileAnswer, unless: (status) => (status === 404 || status === 403 ? {} : undefined) });
  const name = told.displayname?.trim().slice(0, 200) ?? '';
  const avatar = told.avatar_url?.startsWith('mxc://') === true ? told.avatar_url : undefined;
  if (name === '' && avatar === undefined) return undefined;
  return { ...party, ...(name === '' ? {} : { name }), ...(avatar === undefined ? {} : { avatarRef: avatar }) };
}
