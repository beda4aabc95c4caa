import type { Locale } from '@kontuar/contract';
import { longDay } from './letter-words';
import { openPaper, printable, toBytes } from './paper';

export interface LetterPaper { locale: Locale; title: string; text: string; sender: string; place: string; recipient: string; code: string; day: string }

/** A decision letter: who, to whom, when, and the words as somebody saw them before they left. */
export function letterPdf({ locale, title, text, sender, place, recipient, code, day }: LetterPaper): Promise<Buffer> {
  const paper = openPaper({ title: printable(title), author: printable(sender.split('\n')[0] ?? ''), locale, at: new Date(`${day}T12:00:00Z`) });
  const whole = paper.struct('Document');
  paper.addStructure(whole);
  const paragraph = (words: string, options: PDFKit.Mixins.TextOptions = {}, tag = 'P') => {
    whole.add(paper.struct(tag, {}, () => { paper.text(printable(words), options); }));
  };
  if (sender !== '') paragraph(sender, { lineGap: 1.5 });
  paper.moveDown(0.5);
  paragraph([place, longDay(locale, day)].filter((part) => part !== '').join(', '), { align: 'right' });
  paper.moveDown(1);
  if (recipient !== '') paragraph(recipient, { lineGap: 1.5 });
  paper.moveDown(1.5);
  paper.font('bold').fontSize(14);
  paragraph(title, {}, 'H1');
  paper.font('regular').fontSize(10.5).moveDown(1);
  for (const part of text.split(/\n{2,}/)) {
    paragraph(part, { lineGap: 2.5 });
    paper.moveDown(0.8);
  }
  whole.end();
  footers(paper, (page, of) => `${code} · ${page}/${of}`);
  return toBytes(paper);
}

/** Below every page, outside of what is read aloud. */
export function footers(paper: ReturnType<typeof openPaper>, words: (page: number, of: number) => string): void {
  const { start, count } = paper.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    paper.switchToPage(page);
    const { bottom } = paper.page.margins;
    // Text below the margin would begin a new page.
    paper.page.margins.bottom = 0;
    paper.markContent('Artifact', { type: 'Pagination' });
    paper.font('regular').fontSize(8).fillColor('#555').text(words(page - start + 1, count), paper.page.margins.left, paper.page.height - bottom + 18, { lineBreak: false });
    paper.endMarkedContent();
    paper.page.margins.bottom = bottom;
  }
}
