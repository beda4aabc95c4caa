import { buildAttachment } from './conformance/builders';
import type { Capabilities } from './contract';
import { lengthIn, refuseBeyondLimits } from './limits';

const capabilities: Capabilities = {
  maxTextLength: 10, lengthUnit: 'code-points', text: 'plain', subject: false, cc: false,
  attachments: { maxCount: 2, maxBytes: 1_000, contentTypes: ['image/*', 'application/pdf'] },
  typing: false, reactions: false, edit: false, delete: false, readReceipts: false, deliveryReceipts: false, startConversation: false, undoSendSeconds: 0, public: false,
};
const reasonOf = (given: Partial<Parameters<typeof refuseBeyondLimits>[1]>, of: Capabilities = capabilities) => {
  try {
    refuseBeyondLimits(of, { text: '', attachments: [], ...given });
    return 'taken';
  } catch (error) {
    return (error as { reason: string }).reason; // a ConnectorError, or the comparison fails
  }
};

describe('limits of a platform', () => {
  it('counts in the unit of the platform', () => {
    expect([lengthIn('utf16', 'ż🧾'), lengthIn('code-points', 'ż🧾'), lengthIn('bytes', 'ż🧾')]).toEqual([3, 2, 6]);
    expect([lengthIn('graphemes', '👩‍👩‍👧e\u0301'), lengthIn('code-points', '👩‍👩‍👧e\u0301')]).toEqual([2, 7]);
    expect(lengthIn('graphemes', 'e\u0301x👩‍👩‍👧 1\ufe0f\u20e3 ż\r\nb')).toBe(9);
    expect(reasonOf({ text: '🧾'.repeat(10) })).toBe('taken');
    expect(reasonOf({ text: '🧾'.repeat(11) })).toBe('text-too-long');
  });

  it('counts every web address as one length where the platform does', () => {
    const of = { ...capabilities, maxTextLength: 27, linkLength: 23 };
    expect(lengthIn('graphemes', `see https://shop.example/${'a'.repeat(90)}`, 23)).toBe(27);
    expect([reasonOf({ text: `see https://shop.example/${'a'.repeat(90)}` }, of), reasonOf({ text: 'see: https://x.pl' }, of)]).toEqual(['taken', 'text-too-long']);
  });

  it('refuses too many, too big and foreign files, and takes the rest', () => {
    expect(reasonOf({ attachments: [buildAttachment(), buildAttachment(), buildAttachment()] })).toBe('too-many-attachments');
    expect(reasonOf({ attachments: [buildAttachment({ sizeBytes: 1_001 })] })).toBe('attachment-too-big');
    expect(reasonOf({ attachments: [buildAttachment({ contentType: 'application/zip' })] })).toBe('attachment-type');
    expect(reasonOf({ attachments: [buildAttachment({ contentType: 'IMAGE/PNG; name=x' }), buildAttachment({ sizeBytes: 1_000 })] })).toBe('taken');
    expect(reasonOf({ attachments: [buildAttachment()] }, { ...capabilities, attachments: false })).toBe('attachments-unsupported');
  });
});
