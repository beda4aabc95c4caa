import type { Capabilities } from '../contract';
import type { ServerFacts } from './mastodon.settings';

/** Kept free for the name of whom an answer goes to, which is part of its text. */
const nameLength = 32;
const usualTypes = ['image/*', 'video/*', 'audio/*'];

/** What this server takes. */
export function capabilitiesFrom(facts: ServerFacts): Capabilities {
  return {
    maxTextLength: Math.max(1, facts.maxCharacters - nameLength),
    lengthUnit: 'graphemes',
    linkLength: facts.linkLength,
    text: 'plain',
    subject: false,
    cc: false,
    attachments: facts.maxMedia === 0 ? false : { maxCount: facts.maxMedia, maxBytes: Math.max(facts.imageBytes, facts.videoBytes), contentTypes: facts.mediaTypes.length === 0 ? usualTypes : facts.mediaTypes },
    typing: false,
    reactions: true,
    edit: true,
    delete: true,
    readReceipts: false,
    deliveryReceipts: false,
    startConversation: false,
    undoSendSeconds: 3,
    public: false,
    // Both sides, and alike.
    publicly: { undoSendSeconds: 10 },
    privateReply: {},
    like: true,
  };
}
