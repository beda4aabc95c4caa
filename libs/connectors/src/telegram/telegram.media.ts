import type { OutboundAttachment } from '../contract';

export type MediaKind = 'photo' | 'animation' | 'video' | 'audio' | 'voice' | 'document';

/** How Telegram is asked to show a kind; `album`: kinds that may stand in one album together. */
export const mediaMethods: Record<MediaKind, { method: string; field: string; album?: 'visual' | 'document' | 'audio' }> = {
  photo: { method: 'sendPhoto', field: 'photo', album: 'visual' },
  animation: { method: 'sendAnimation', field: 'animation' },
  video: { method: 'sendVideo', field: 'video', album: 'visual' },
  audio: { method: 'sendAudio', field: 'audio', album: 'audio' },
  voice: { method: 'sendVoice', field: 'voice' },
  document: { method: 'sendDocument', field: 'document', album: 'document' },
};

const photoBytes = 10 * 1024 * 1024;
const kinds: Record<string, MediaKind> = {
  'image/jpeg': 'photo',
  'image/png': 'photo',
  'image/webp': 'photo',
  'image/gif': 'animation',
  'video/mp4': 'video',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/x-m4a': 'audio',
  'audio/ogg': 'voice',
};

/** What Telegram can show as such; everything else travels unchanged, as a document. */
export function mediaKind(file: OutboundAttachment): MediaKind {
  const kind = kinds[file.contentType.toLowerCase().split(';')[0]?.trim() ?? ''] ?? 'document';
  return kind === 'photo' && file.sizeBytes > photoBytes ? 'document' : kind;
}

export interface MediaGroup { kind: MediaKind; files: OutboundAttachment[] }

/**
 * Neighbours that may share an album become one request of up to ten, which Telegram takes whole or not at all: the fewer
 * requests, the fewer places to break between two of them. The order of the attachments is kept.
 */
export function mediaGroups(files: OutboundAttachment[]): MediaGroup[] {
  const groups: MediaGroup[] = [];
  for (const file of files) {
    const kind = mediaKind(file);
    const last = groups.at(-1);
    const album = mediaMethods[kind].album;
    if (last && album !== undefined && mediaMethods[last.kind].album === album && last.files.length < 10) last.files.push(file);
    else groups.push({ kind, files: [file] });
  }
  return groups;
}
