/** LINE's own OpenAPI schemas, as far as the simulator needs them (`make-subset.mjs` cuts them); unknown members are refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2019';
import addFormats from 'ajv-formats';
import { Violation } from '../platform';

const { $defs } = JSON.parse(readFileSync(join(__dirname, 'line-api.subset.json'), 'utf8')) as { $defs: Record<string, object> };
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const validators = new Map<string, ReturnType<typeof ajv.compile>>();

/** What is wrong with it, or undefined. */
function faultsOf(schema: string, value: unknown): { message: string; property: string }[] {
  let validate = validators.get(schema);
  if (validate === undefined) {
    validate = ajv.compile({ $defs, $ref: `#/$defs/${schema}`, unevaluatedProperties: false });
    validators.set(schema, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ message = 'is wrong', instancePath, params }) => ({ message: `${message} ${JSON.stringify(params)}`, property: instancePath.slice(1).replaceAll('/', '.') }));
}

/** Refuses what LINE would: in its own words where they are known. */
export function mustFit(schema: string, value: unknown): void {
  const details = faultsOf(schema, value);
  if (details.length > 0) throw refusal(`The request body has ${details.length} error(s)`, details);
}

export function refusal(message: string, details?: object[]): Violation {
  return new Violation(`${message} ${details === undefined ? '' : JSON.stringify(details)}`, { status: 400, body: { message, ...(details === undefined ? {} : { details }) } });
}

const messageSchemas: Record<string, string> = { text: 'apiTextMessage', image: 'apiImageMessage', audio: 'apiAudioMessage', video: 'apiVideoMessage', sticker: 'apiStickerMessage' };

export interface SentMessage { type: string; text?: string; quoteToken?: string; originalContentUrl?: string; previewImageUrl?: string; duration?: number }

/** Each message by the schema of its type, and the limits that the schemas leave to the prose. */
export function checkMessages(messages: SentMessage[]): void {
  messages.forEach((message, index) => {
    const schema = messageSchemas[message.type];
    if (schema === undefined) throw refusal(`A message object of type ${message.type} is unknown`, [{ message: 'must be a known type', property: `messages[${index}].type` }]);
    mustFit(schema, message);
    const fault = (property: string, words: string) => refusal('The request body has 1 error(s)', [{ message: words, property: `messages[${index}].${property}` }]);
    if (message.text !== undefined && message.text.trim() === '') throw fault('text', 'May not be empty');
    if (message.text !== undefined && message.text.length > 5000) throw fault('text', 'Length must be between 0 and 5000');
    for (const name of ['originalContentUrl', 'previewImageUrl'] as const) {
      const url = message[name];
      if (url === undefined) continue;
      if (url.length > 2000) throw fault(name, 'Length must be between 0 and 2000');
      if (!url.startsWith('https://') && !/^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url)) throw fault(name, 'must be a valid HTTPS URL');
    }
  });
}

/** The simulator holds itself to the same contract: an event that LINE would never send proves nothing. */
export function checkEvent(event: { type: string; message?: { type: string }; source?: { type: string } }): void {
  const events: Record<string, string> = { message: 'webhookMessageEvent', unsend: 'webhookUnsendEvent', follow: 'webhookFollowEvent', unfollow: 'webhookUnfollowEvent', join: 'webhookJoinEvent', leave: 'webhookLeaveEvent', postback: 'webhookPostbackEvent' };
  const contents: Record<string, string> = {
    text: 'webhookTextMessageContent', image: 'webhookImageMessageContent', video: 'webhookVideoMessageContent', audio: 'webhookAudioMessageContent', file: 'webhookFileMessageContent',
    location: 'webhookLocationMessageContent', sticker: 'webhookStickerMessageContent',
  };
  const schema = events[event.type];
  if (schema === undefined) return;
  // `source` and `message` are told apart by their type, which JSON schema has no word for: without their details here, with them below.
  const faults = faultsOf(schema, event).filter(({ property }) => property !== 'message' && property !== 'source');
  const content = event.message === undefined ? undefined : contents[event.message.type];
  if (content !== undefined) faults.push(...faultsOf(content, event.message));
  if (event.source !== undefined) faults.push(...faultsOf(`webhook${event.source.type[0]?.toUpperCase() ?? ''}${event.source.type.slice(1)}Source`, event.source));
  if (faults.length > 0) throw new Error(`LINE would not send this: ${JSON.stringify(faults)}`);
}
