import { buffer } from 'node:stream/consumers';
import { readForm } from '../../../test/platforms/form-data';
import { buildAttachment } from './conformance/builders';
import { multipart } from './multipart';

describe('a form with files', () => {
  it('is as long as it says, and reads back as it was given', async () => {
    const content = Buffer.from([0, 13, 10, 45, 45, 255]);
    const form = multipart({ chat_id: '1', caption: 'zażółć', media: [{ type: 'photo' }], left_out: undefined }, [{ field: 'photo', file: buildAttachment({ name: 'ż.png', contentType: 'image/png', content }) }]);
    const body = await buffer(form.body);
    expect(String(body.length)).toBe(form.headers['content-length']);
    expect(readForm(form.headers['content-type'] ?? '', body)).toEqual({
      fields: { chat_id: '1', caption: 'zażółć', media: '[{"type":"photo"}]' },
      files: [{ field: 'photo', name: 'ż.png', contentType: 'image/png', bytes: content }],
    });
  });

  it('lets no file name or type break out of its header', async () => {
    const file = buildAttachment({ name: 'a"\r\nx-evil: 1\r\n\r\n.pdf', contentType: 'text/plain\r\nx-evil: 2' });
    const form = multipart({}, [{ field: 'document', file }]);
    const body = (await buffer(form.body)).toString();
    expect(body).not.toMatch(/^x-evil/m);
    expect(body).toContain('content-type: application/octet-stream');
  });
});
