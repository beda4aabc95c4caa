import { isPicture, remotePictures } from './remote-pictures';
import { sanitizeHtml } from './sanitize';

describe('pictures from elsewhere', () => {
  it('are found where sanitizing hid them, in order, with their addresses whole', () => {
    const html = sanitizeHtml('<p><img src="https://a.example/1.png?x=1&amp;y=2"><img src="cid:logo"><img src="http://b.example/2.gif" alt="two"><img src="javascript:alert(1)"></p>');
    expect(remotePictures(html)).toEqual(['https://a.example/1.png?x=1&y=2', 'http://b.example/2.gif']);
  });

  it('are handed on only when they are pictures', () => {
    expect(['image/png', 'image/jpeg; charset=binary', 'IMAGE/GIF'].every(isPicture)).toBe(true);
    expect(['image/svg+xml', 'text/html', '', 'application/octet-stream'].some(isPicture)).toBe(false);
  });
});
