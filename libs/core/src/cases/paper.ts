import type PDFDocument from 'pdfkit';
import type { Locale } from '@kontuar/contract';

/** Letters of Latin, Greek and Cyrillic scripts: names of customers are written in any of them. */
const regular = require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf');
const bold = require.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf');

export type Paper = PDFKit.PDFDocument;

export interface PaperOptions { title: string; author: string; locale: Locale; at: Date; landscape?: boolean }

/** A4 with a structure that reading aloud can follow. The same words at the same moment make the same bytes, so that a hash proves what was sent. */
export function openPaper({ title, author, locale, at, landscape = false }: PaperOptions): Paper {
  // Read with the first paper: it takes a tenth as long as all other packages together, at the start of processes of which most never write one.
  const Document = require('pdfkit') as typeof PDFDocument;
  const paper = new Document({
    size: 'A4', layout: landscape ? 'landscape' : 'portrait', margins: landscape ? { top: 48, bottom: 44, left: 40, right: 40 } : { top: 72, bottom: 64, left: 72, right: 72 },
    pdfVersion: '1.7', tagged: true, lang: locale === 'pl' ? 'pl-PL' : 'en-GB', displayTitle: true, bufferPages: true,
    info: { Title: title, Author: author, Creator: 'Kontuar', Producer: 'Kontuar', CreationDate: at, ModDate: at },
  });
  paper.registerFont('regular', regular);
  paper.registerFont('bold', bold);
  paper.font('regular').fontSize(10.5);
  return paper;
}

export function toBytes(paper: Paper): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    paper.on('data', (part: Buffer) => parts.push(part));
    paper.on('end', () => { resolve(Buffer.concat(parts)); });
    paper.on('error', reject);
    paper.end();
  });
}

/** Without what no page can show: control characters, and marks that turn the direction of what follows. */
export const printable = (text: string): string => text.replaceAll('\t', '  ').replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{C}\n]/gu, '');
