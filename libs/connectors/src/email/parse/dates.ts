const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Minutes; obsolete names of RFC 5322 §4.3 and a few that servers still write. */
const zones: Record<string, number> = { ut: 0, utc: 0, gmt: 0, z: 0, est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420, cet: 60, cest: 120, met: 60, mest: 120, eet: 120, eest: 180, msk: 180, bst: 60, jst: 540, kst: 540, ist: 330 };

/** RFC 5322 dates with the usual mistakes (two-digit years, names of zones, missing seconds), and ISO 8601. */
export function readDate(header: string | undefined): Date | undefined {
  if (header === undefined) return undefined;
  const text = header.slice(0, 200).replace(/\([^)]*\)/g, ' ').trim();
  const rfc = /(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?[\s-]+(\d{2,4})[\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*((?:GMT|UTC)?[+-]\s?\d{1,2}:?\d{2}|[A-Za-z]{1,5})?/.exec(text);
  if (rfc !== null) {
    const month = months.indexOf((rfc[2] ?? '').toLowerCase());
    if (month < 0) return undefined;
    let year = Number(rfc[3]);
    if (year < 50) year += 2000;
    else if (year < 1000) year += 1900;
    const time = Date.UTC(year, month, Number(rfc[1]), Number(rfc[4]), Number(rfc[5]), Number(rfc[6] ?? 0)) - offsetMinutes(rfc[7]) * 60_000;
    return valid(new Date(time));
  }
  // ctime: "Tue Mar 12 10:11:12 2024", sometimes with the zone behind
  const ctime = /([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:([A-Za-z]{1,5}|[+-]\d{4})\s+)?(\d{4})(?:\s+([+-]\d{4}))?/.exec(text);
  if (ctime !== null) {
    const month = months.indexOf((ctime[1] ?? '').toLowerCase());
    if (month < 0) return undefined;
    return valid(new Date(Date.UTC(Number(ctime[7]), month, Number(ctime[2]), Number(ctime[3]), Number(ctime[4]), Number(ctime[5])) - offsetMinutes(ctime[6] ?? ctime[8]) * 60_000));
  }
  if (/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2})?/.test(text)) return valid(new Date(/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text.replace(' ', 'T')}Z`));
  return undefined;
}

/** Minutes east of Greenwich on the clock of whoever wrote; undefined where the header names no offset, or that of Greenwich, in which many programs write wherever they are. */
export function sentOffset(header: string | undefined): number | undefined {
  const zone = /([+-]\d{2}:?\d{2})\s*(?:\([^)]*\)\s*)?$/.exec((header ?? '').slice(0, 200).trim())?.[1];
  const minutes = offsetMinutes(zone);
  return zone === undefined || minutes === 0 || Math.abs(minutes) > 14 * 60 ? undefined : minutes;
}

function offsetMinutes(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const numeric = /^(?:GMT|UTC)?([+-])\s?(\d{1,2}):?(\d{2})$/.exec(zone);
  if (numeric !== null) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
    return minutes > 15 * 60 ? 0 : numeric[1] === '-' ? -minutes : minutes;
  }
  return zones[zone.toLowerCase()] ?? 0;
}

function valid(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const hourMs = 3_600_000;

/**
 * When was this written? The sender's clock, unless it is missing or can't be true next to the time at which the mail was received.
 * An old date is believed only when the mail is old as well (a mailbox that was moved keeps its Received lines, not its arrival times).
 */
export function messageTime(times: { date: Date | undefined; received: Date | undefined; arrived: Date | undefined }): Date | undefined {
  const known = times.arrived ?? times.received;
  const { date } = times;
  if (date === undefined || date.getUTCFullYear() < 1990) return known;
  if (known === undefined) return date;
  if (date.getTime() > known.getTime() + hourMs / 4) return known;
  const oldest = Math.min(known.getTime(), times.received?.getTime() ?? known.getTime());
  return date.getTime() < oldest - 7 * 24 * hourMs && times.received !== undefined ? new Date(oldest) : date;
}
