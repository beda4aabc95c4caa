import { writeFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { Locale, Report, ReportFigure, ReportMeasure } from '@kontuar/contract';
import { allMeasures } from './all-measures';
import { reportFile } from './report-files.service';
import type { ReportSheet } from './report-sheet';

const figure = (cases: number, value: number | null = cases, more: Partial<ReportFigure> = {}): ReportFigure => ({ cases, value, p90: null, whole: null, parts: null, ...more });
const days = ['2026-10-24', '2026-10-25', '2026-10-26'];

function reportOf(measure: ReportMeasure, by: Report['by'], rows: Report['rows'], total: ReportFigure): Report {
  return { measure, unit: allMeasures[measure].unit, from: '2026-10-24', to: '2026-10-26', zone: 'Europe/Warsaw', by, total, compared: { from: '2026-10-21', to: '2026-10-23', total: figure(40, 90_000) }, rows };
}

function sheetOf(locale: Locale): ReportSheet {
  const first = figure(31, 125_500, { p90: 600_000 });
  const waits = days.map((key, at) => ({ key, figure: at === 1 ? figure(0, null) : figure(10 + at, 60_000 * (at + 1), { p90: 400_000 }), compared: figure(5, 60_000) }));
  const channels = [{ key: 'a', figure: figure(21, 60_000, { p90: 90_000 }), compared: null }, { key: null, figure: figure(10, 3_700_000, { p90: 5_000_000 }), compared: figure(4, 1_000_000) }];
  return {
    workspace: 'Żółta Łódź', by: 'Ola Ćwik', at: new Date('2026-10-27T08:00:00Z'), locale, from: '2026-10-24', to: '2026-10-26', zone: 'Europe/Warsaw', compared: { from: '2026-10-21', to: '2026-10-23' }, clock: 'calendar', filter: '=HYPERLINK("https://evil.example")', catchingUp: false,
    name: (by, key) => (by === 'channel' ? (key === 'a' ? '@SUM(1+9)*cmd|calc' : 'Źródło; "inne"') : (key ?? '')),
    sections: [
      { measure: allMeasures['first-reply'], total: reportOf('first-reply', 'day', waits, first), apart: [reportOf('first-reply', 'day', waits, first), reportOf('first-reply', 'channel', channels, first)] },
      { measure: allMeasures.received, total: reportOf('received', 'day', days.map((key, at) => ({ key, figure: figure(at * 4), compared: null })), figure(12)), apart: [reportOf('received', 'day', days.map((key, at) => ({ key, figure: figure(at * 4), compared: null })), figure(12))] },
      { measure: allMeasures.lessons, total: reportOf('lessons', 'none', [], figure(0)), apart: [] },
    ],
  };
}

/** What is drawn, page by page, without the bytes of fonts. */
function streamsOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/Filter \/FlateDecode\s*>>\s*stream\n([\s\S]*?)\nendstream/g)].map(([, bytes]) => inflateSync(Buffer.from(bytes ?? '', 'latin1')).toString('latin1'));
}

describe('a report as a file', () => {
  it('tells spreadsheets each figure with all that it means, and nothing that they would run', async () => {
    const { name, content } = await reportFile(sheetOf('en'), 'csv');
    expect(name).toBe('report-2026-10-24-2026-10-26.csv');
    const lines = content.toString('utf8').split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFFigure,Put apart by,Key,Row,Value,Unit,9 in 10,Cases,/);
    expect(lines[1]).toMatch(/^First reply,,,all,125\.5,seconds,600,31,,90,40,2026-10-24,2026-10-26,Europe\/Warsaw,Waits in calendar time,"'=HYPERLINK\(""https:\/\/evil\.example""\)",2026-10-21,2026-10-23,"From the first message/);
    // A day on which nobody was answered has no wait: no number, and not nought.
    expect(lines[3]).toMatch(/^First reply,day,2026-10-25,2026-10-25,,seconds,,0,/);
    expect(lines[5]).toContain(`,channel,a,"'@SUM(1+9)*cmd|calc",60,`);
    expect(lines[6]).toContain(',channel,,"Źródło; ""inne""",3700,');
    expect(lines.filter((line) => line !== '')).toHaveLength(1 + 1 + 3 + 2 + 1 + 3 + 1);
  });

  it('speaks Polish to Polish spreadsheets, with their commas', async () => {
    const lines = (await reportFile(sheetOf('pl'), 'csv')).content.toString('utf8').split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFMiara;Według;Klucz;Wiersz;Wartość;/);
    expect(lines[1]).toMatch(/^Pierwsza odpowiedź;;;wszystko;"125,5";sekundy;600;31;;90;40;/);
  });

  it('draws on paper without colour, with words for whoever does not see the drawing', async () => {
    for (const locale of ['en', 'pl'] as const) {
      const { name, content } = await reportFile(sheetOf(locale), 'pdf');
      expect(name).toBe(locale === 'en' ? 'report-2026-10-24-2026-10-26.pdf' : 'raport-2026-10-24-2026-10-26.pdf');
      expect(content.subarray(0, 8).toString()).toBe('%PDF-1.7');
      if (process.env['KEEP'] !== undefined) writeFileSync(`${process.env['KEEP']}/${name}`, content);
      const drawn = streamsOf(content).join('\n');
      // Every colour that is set has three like parts: grey.
      const colours = [...drawn.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) (?:scn|SCN|rg|RG)\b/g)].map(([, red, green, blue]) => [red, green, blue]);
      expect(colours.length).toBeGreaterThan(3);
      expect(colours.filter(([red, green, blue]) => red !== green || green !== blue)).toEqual([]);
      // The line of nine in ten is broken, that of the median is not.
      expect(drawn).toMatch(/\[3 2\.5\] 0 d/);
      expect(content.toString('latin1').match(/\/S \/Figure/g)).toHaveLength(2);
      expect(content.toString('latin1').match(/\/Alt /g)).toHaveLength(2);
      expect(content.toString('latin1')).toContain(locale === 'pl' ? '/Lang (pl-PL)' : '/Lang (en-GB)');
    }
  });

  it('is the same file when the same is asked at the same moment', async () => {
    const [one, two] = [await reportFile(sheetOf('pl'), 'pdf'), await reportFile(sheetOf('pl'), 'pdf')];
    expect(one.content.equals(two.content)).toBe(true);
  });
});
