/** Words without a look, where a look is asked for. */
export const linesAsHtml = (text: string): string => text.split('\n').map((line) => `<p>${line.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>`).join('');
