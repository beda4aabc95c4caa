import { z } from 'zod';
import type { Delivery } from '../contract';
import { accountUrl, callTwilio, type TwilioContext } from './twilio.client';
import { isService, type Flavour } from './twilio.settings';

const listed = z.object({
  messages: z.array(z.looseObject({ sid: z.string(), from: z.string().nullish(), to: z.string().nullish(), direction: z.string(), num_media: z.string().nullish(), date_created: z.string().nullish(), messaging_service_sid: z.string().nullish() })),
  next_page_uri: z.string().nullish(),
});
const mediaListed = z.object({ media_list: z.array(z.object({ sid: z.string(), content_type: z.string().nullish() })) });
const pages = 200;

/** What customers wrote since then, as Twilio keeps it. Days are its finest measure, so the hours are ours. */
export async function* history(ctx: TwilioContext, since: Date, flavour: Flavour): AsyncIterable<Delivery[]> {
  const { sender, apiUrl } = ctx.settings;
  const service = isService(sender);
  const query = new URLSearchParams({ 'DateSent>': since.toISOString().slice(0, 10), PageSize: '100', ...(service ? {} : { To: `${flavour.prefix}${sender}` }) });
  let url: string | undefined = accountUrl(ctx, `/Messages.json?${query.toString()}`);
  for (let page = 0; url !== undefined && page < pages; page += 1) {
    const { messages, next_page_uri: next }: z.infer<typeof listed> = await callTwilio(ctx, { url, result: listed });
    const deliveries: Delivery[] = [];
    for (const message of messages) {
      const isOurs = message.direction === 'inbound' && (!service || message.messaging_service_sid === sender) && (message.from ?? '').startsWith(flavour.prefix);
      const begun = Date.parse(message.date_created ?? '');
      if (!isOurs || (Number.isFinite(begun) && begun < since.getTime())) continue;
      const { media_list: media } = Number(message.num_media ?? 0) > 0
        ? await callTwilio(ctx, { url: accountUrl(ctx, `/Messages/${encodeURIComponent(message.sid)}/Media.json`), result: mediaListed })
        : { media_list: [] };
      const { sid, from, to, body, date_created, date_sent } = message as Record<string, unknown>;
      deliveries.push({ externalId: message.sid, contentType: 'application/json', body: Buffer.from(JSON.stringify({ message: { sid, from, to, body, date_created, date_sent }, media })) });
    }
    yield deliveries;
    // A path below the API's own address, and nothing else: our sign-in goes with it.
    url = typeof next === 'string' && next.startsWith('/') && !next.startsWith('//') ? `${apiUrl}${next}` : undefined;
  }
}
