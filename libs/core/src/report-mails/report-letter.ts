import { narrowedWords, type ReportSheet } from '../reports/report-sheet';
import { changeWords, dayWords, filled, sheetWords, valueWords } from '../reports/report-words';
import { words } from './letter-words';

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 180);

interface LetterFacts { sheet: ReportSheet; name: string; screenUrl: string | undefined; settingsUrl: string | undefined; leaveUrl: string | undefined }

/** The figures in a line each, for whoever reads mail on the way; everything else is in the files. */
export function reportLetter({ sheet, name, screenUrl, settingsUrl, leaveUrl }: LetterFacts): { subject: string; text: string; html: string } {
  const { locale } = sheet;
  const t = words[locale];
  const days = sheet.from === sheet.to ? dayWords(locale, sheet.from) : filled(t.days, { from: dayWords(locale, sheet.from), to: dayWords(locale, sheet.to) });
  const rows = sheet.sections.map(({ measure, total }) => {
    const change = changeWords(locale, measure.unit, total.total, total.compared?.total ?? null);
    return { name: measure.unit === 'duration' ? `${measure.name[locale]} (${sheetWords[locale].median})` : measure.name[locale], value: valueWords(locale, measure.unit, total.total.value), change: change === '' || change === '=' ? change : ` (${change})` };
  });
  const scope = `${filled(sheetWords[locale].days, { zone: sheet.zone })}. ${narrowedWords(sheet)}.`;
  const link = (href: string | undefined, label: string) => (href === undefined ? '' : `<a href="${escape(href)}">${escape(label)}</a>`);
  return {
    subject: oneLine(`[${sheet.workspace}] ${name}: ${days}`),
    text: [`${name}, ${days}`, t.lead, rows.map((row) => `${row.name}: ${row.value}${row.change}`).join('\n'), scope, ...(screenUrl === undefined ? [] : [`${t.screen}: ${screenUrl}`]), `--- \n${[t.noReply, t.why, ...(leaveUrl === undefined ? [] : [`${t.leave}: ${leaveUrl}`]), ...(settingsUrl === undefined ? [] : [`${t.settings}: ${settingsUrl}`])].join('\n')}`].join('\n\n'),
    html: `<div lang="${locale}" style="max-width:640px;font-family:sans-serif;font-size:14px;line-height:1.45;color:#222">
<p style="font-size:16px"><b>${escape(name)}</b><br>${escape(days)}</p><p>${escape(t.lead)}</p>
<table style="border-collapse:collapse">${rows.map((row) => `<tr><th scope="row" style="text-align:left;font-weight:normal;padding:3px 18px 3px 0;border-bottom:1px solid #ddd">${escape(row.name)}</th><td style="text-align:right;padding:3px 12px 3px 0;border-bottom:1px solid #ddd"><b>${escape(row.value)}</b></td><td style="text-align:right;padding:3px 0;border-bottom:1px solid #ddd;color:#555">${escape(row.change.trim())}</td></tr>`).join('')}</table>
<p style="color:#555">${escape(scope)}</p><p>${link(screenUrl, t.screen)}</p>
<p style="margin-top:24px;padding-top:12px;border-top:1px solid #ddd;color:#666;font-size:12px">${escape(t.noReply)}<br>${escape(t.why)}<br>${[link(leaveUrl, t.leave), link(settingsUrl, t.settings)].filter((one) => one !== '').join(' · ')}</p></div>`,
  };
}
