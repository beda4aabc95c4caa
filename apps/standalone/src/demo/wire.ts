import { chatContentType, chatDeliveryId, type ChatPayload, type Delivery } from '@kontuar/connectors';
import type { DemoChannel, Line, Story } from './stories';

export const SHOP_ADDRESS = 'sklep@dom-lipowy.example';

type Wire = (story: Story, line: Line, at: Date, step: number, seed: number) => Delivery;

/** What the platform would have sent: read by the real connectors, so the demo shows what they make of it. A visit at the counter is logged by hand. */
export const wires: Partial<Record<DemoChannel, Wire>> = { email: mail, telegram: update, chat };

const mailId = (story: Story, step: number): string => `<demo-${step}.${story.customer.address}>`;

function mail(story: Story, line: Line, at: Date, step: number): Delivery {
  const word = (text: string): string => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
  const headers = [
    `From: ${word(story.customer.name)} <${story.customer.address}>`,
    `To: Dom Lipowy <${SHOP_ADDRESS}>`,
    `Subject: ${word(`${step === 0 ? '' : 'Re: '}${story.subject ?? ''}`)}`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${mailId(story, step)}`,
    ...(step === 0 ? [] : [`In-Reply-To: ${mailId(story, 0)}`, `References: ${mailId(story, 0)}`]),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: base64',
  ];
  const body = Buffer.from(line.text).toString('base64').replace(/.{76}/g, '$&\r\n');
  return { externalId: `demo:${mailId(story, step)}`, contentType: 'message/rfc822', body: Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}\r\n`), meta: { arrivedAt: at.toISOString() } };
}

function update(story: Story, line: Line, at: Date, step: number, seed: number): Delivery {
  const person = { id: Number(story.customer.address), first_name: story.customer.name };
  const updateId = 900_000_000 + seed * 100 + step;
  const message = {
    message_id: step + 1,
    from: { ...person, is_bot: false, language_code: story.customer.language },
    chat: { ...person, type: 'private' },
    date: Math.floor(at.getTime() / 1000),
    text: line.text,
  };
  return { externalId: String(updateId), contentType: 'application/json', body: Buffer.from(JSON.stringify({ update_id: updateId, message })) };
}

function chat(story: Story, line: Line, at: Date, step: number): Delivery {
  const payload: ChatPayload = {
    v: 1,
    type: 'message',
    at: at.toISOString(),
    visitor: { id: story.customer.address, ...(story.customer.name === 'Visitor' ? {} : { name: story.customer.name }), verified: false, language: story.customer.language },
    clientId: `demo-${step}`,
    text: line.text,
    attachments: [],
  };
  return { externalId: chatDeliveryId(payload), contentType: chatContentType, body: Buffer.from(JSON.stringify(payload)) };
}
