import type { Readable } from 'node:stream';
import { isAxiosError, type AxiosResponse } from 'axios';
import { ConnectorError } from '../contract';
import { callApi, type TelegramContext } from './telegram.client';
import { answeredError, brokenError } from './telegram.errors';
import { fileAnswer, profilePhotos } from './telegram.payloads';

/** Telegram's own limit for bots. */
const downloadBytes = 20 * 1024 * 1024;

/** `ref` is a file_id, or `avatar:<user id>`. The address of the bytes holds the token: it is used here and told nobody. */
export async function download(ctx: TelegramContext, ref: string): Promise<Readable> {
  const fileId = ref.startsWith('avatar:') ? await avatarOf(ctx, ref.slice('avatar:'.length)) : ref;
  const file = await callApi(ctx, 'getFile', { parameters: { file_id: fileId }, result: fileAnswer, effect: 'repeatable' }).catch((error: unknown) => {
    throw error instanceof ConnectorError && error.reason === 'attachment-too-big' ? tooBig() : error;
  });
  if ((file.file_size ?? 0) > downloadBytes) throw tooBig();
  if (file.file_path === undefined || file.file_path.startsWith('/') || file.file_path.split('/').includes('..')) {
    throw new ConnectorError('rejected', 'Telegram no longer has this file', { reason: 'file-gone' });
  }
  const path = file.file_path.split('/').map(encodeURIComponent).join('/');
  let response: AxiosResponse<Readable>;
  try {
    response = await ctx.http.request<Readable>({
      method: 'GET',
      url: `${ctx.settings.apiRoot}/file/bot${ctx.settings.token}/${path}`,
      responseType: 'stream',
      validateStatus: () => true,
      maxRedirects: 0,
      maxContentLength: downloadBytes,
      timeout: 120_000,
    });
  } catch (error) {
    if (isAxiosError(error) && error.response) throw answeredError(error.response.status, undefined, { method: 'the download', effect: 'repeatable' });
    throw brokenError(error, { method: 'the download', effect: 'repeatable' });
  }
  if (response.status === 200) return response.data;
  response.data.destroy();
  // The link lives for an hour; a file that is gone by then is gone for good.
  if (response.status === 404) throw new ConnectorError('rejected', 'Telegram no longer has this file', { reason: 'file-gone' });
  throw answeredError(response.status, undefined, { method: 'the download', effect: 'repeatable' });
}

async function avatarOf(ctx: TelegramContext, userId: string): Promise<string> {
  const parameters = { user_id: Number(userId), limit: 1 };
  const { photos } = await callApi(ctx, 'getUserProfilePhotos', { parameters, result: profilePhotos, effect: 'repeatable' });
  // Sizes grow; the smallest that is no stamp serves a list and a panel.
  const sizes = [...(photos[0] ?? [])].sort((a, b) => a.width - b.width);
  const chosen = sizes.find(({ width }) => width >= 160) ?? sizes.at(-1);
  if (!chosen) throw new ConnectorError('rejected', 'The customer shows no picture', { reason: 'no-avatar' });
  return chosen.file_id;
}

function tooBig(): ConnectorError {
  return new ConnectorError('rejected', 'The file is bigger than 20 MB, which is all that Telegram gives to bots. Ask for it by mail or as a link', { reason: 'file-too-big' });
}
