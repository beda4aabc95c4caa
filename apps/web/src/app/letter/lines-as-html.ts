/** Words without a look, where a look is asked for: a line is a paragraph, and an empty one an empty line. */
export const linesAsHtml = (text: string): string => text.split('\n').map((line) => `<p style="margin:0">${line === '' ? '<br>' : line.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>`).join('');
