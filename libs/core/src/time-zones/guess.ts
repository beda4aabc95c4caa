import type { CustomerZone, ZoneEvidence } from '@kontuar/contract';
import { isTimeZone, offsetAt } from './wall-clock';

/** What is known of a customer that says where they are. */
export interface ZoneSigns {
  byHand: string | null;
  phones: readonly string[];
  /** As the visitor's browser told. */
  browser: string | null;
  /** Two letters. */
  country: string | null;
  /** Minutes east of Greenwich, of the newest mail. */
  mail: { offsetMinutes: number; at: Date } | null;
  language: string | null;
  workspace: string;
}

/** Prefix → the zone in which most people of the country live; `wide`: it has several. */
const prefixes: Record<string, { zone: string; country: string; wide?: true }> = {
  1: { zone: 'America/New_York', country: 'US', wide: true }, 7: { zone: 'Europe/Moscow', country: 'RU', wide: true }, 20: { zone: 'Africa/Cairo', country: 'EG' }, 27: { zone: 'Africa/Johannesburg', country: 'ZA' },
  30: { zone: 'Europe/Athens', country: 'GR' }, 31: { zone: 'Europe/Amsterdam', country: 'NL' }, 32: { zone: 'Europe/Brussels', country: 'BE' }, 33: { zone: 'Europe/Paris', country: 'FR' }, 34: { zone: 'Europe/Madrid', country: 'ES' },
  351: { zone: 'Europe/Lisbon', country: 'PT' }, 352: { zone: 'Europe/Luxembourg', country: 'LU' }, 353: { zone: 'Europe/Dublin', country: 'IE' }, 354: { zone: 'Atlantic/Reykjavik', country: 'IS' }, 355: { zone: 'Europe/Tirane', country: 'AL' },
  356: { zone: 'Europe/Malta', country: 'MT' }, 357: { zone: 'Asia/Nicosia', country: 'CY' }, 358: { zone: 'Europe/Helsinki', country: 'FI' }, 359: { zone: 'Europe/Sofia', country: 'BG' }, 36: { zone: 'Europe/Budapest', country: 'HU' },
  370: { zone: 'Europe/Vilnius', country: 'LT' }, 371: { zone: 'Europe/Riga', country: 'LV' }, 372: { zone: 'Europe/Tallinn', country: 'EE' }, 373: { zone: 'Europe/Chisinau', country: 'MD' }, 375: { zone: 'Europe/Minsk', country: 'BY' },
  380: { zone: 'Europe/Kyiv', country: 'UA' }, 381: { zone: 'Europe/Belgrade', country: 'RS' }, 385: { zone: 'Europe/Zagreb', country: 'HR' }, 386: { zone: 'Europe/Ljubljana', country: 'SI' }, 387: { zone: 'Europe/Sarajevo', country: 'BA' },
  39: { zone: 'Europe/Rome', country: 'IT' }, 40: { zone: 'Europe/Bucharest', country: 'RO' }, 41: { zone: 'Europe/Zurich', country: 'CH' }, 420: { zone: 'Europe/Prague', country: 'CZ' }, 421: { zone: 'Europe/Bratislava', country: 'SK' },
  43: { zone: 'Europe/Vienna', country: 'AT' }, 44: { zone: 'Europe/London', country: 'GB' }, 45: { zone: 'Europe/Copenhagen', country: 'DK' }, 46: { zone: 'Europe/Stockholm', country: 'SE' }, 47: { zone: 'Europe/Oslo', country: 'NO' },
  48: { zone: 'Europe/Warsaw', country: 'PL' }, 49: { zone: 'Europe/Berlin', country: 'DE' }, 52: { zone: 'America/Mexico_City', country: 'MX', wide: true }, 54: { zone: 'America/Argentina/Buenos_Aires', country: 'AR' },
  55: { zone: 'America/Sao_Paulo', country: 'BR', wide: true }, 56: { zone: 'America/Santiago', country: 'CL' }, 57: { zone: 'America/Bogota', country: 'CO' }, 61: { zone: 'Australia/Sydney', country: 'AU', wide: true }, 62: { zone: 'Asia/Jakarta', country: 'ID', wide: true },
  63: { zone: 'Asia/Manila', country: 'PH' }, 64: { zone: 'Pacific/Auckland', country: 'NZ' }, 65: { zone: 'Asia/Singapore', country: 'SG' }, 66: { zone: 'Asia/Bangkok', country: 'TH' }, 81: { zone: 'Asia/Tokyo', country: 'JP' }, 82: { zone: 'Asia/Seoul', country: 'KR' },
  84: { zone: 'Asia/Ho_Chi_Minh', country: 'VN' }, 86: { zone: 'Asia/Shanghai', country: 'CN' }, 852: { zone: 'Asia/Hong_Kong', country: 'HK' }, 886: { zone: 'Asia/Taipei', country: 'TW' }, 90: { zone: 'Europe/Istanbul', country: 'TR' }, 91: { zone: 'Asia/Kolkata', country: 'IN' },
  92: { zone: 'Asia/Karachi', country: 'PK' }, 94: { zone: 'Asia/Colombo', country: 'LK' }, 971: { zone: 'Asia/Dubai', country: 'AE' }, 972: { zone: 'Asia/Jerusalem', country: 'IL' }, 966: { zone: 'Asia/Riyadh', country: 'SA' }, 995: { zone: 'Asia/Tbilisi', country: 'GE' },
};

/** Only languages that are at home in one zone say something. */
const languages: Record<string, string> = {
  pl: 'Europe/Warsaw', cs: 'Europe/Prague', sk: 'Europe/Bratislava', de: 'Europe/Berlin', it: 'Europe/Rome', nl: 'Europe/Amsterdam', sv: 'Europe/Stockholm', da: 'Europe/Copenhagen', nb: 'Europe/Oslo', no: 'Europe/Oslo', fi: 'Europe/Helsinki',
  hu: 'Europe/Budapest', ro: 'Europe/Bucharest', bg: 'Europe/Sofia', el: 'Europe/Athens', uk: 'Europe/Kyiv', lt: 'Europe/Vilnius', lv: 'Europe/Riga', et: 'Europe/Tallinn', hr: 'Europe/Zagreb', sl: 'Europe/Ljubljana', sr: 'Europe/Belgrade', tr: 'Europe/Istanbul',
  ja: 'Asia/Tokyo', ko: 'Asia/Seoul', th: 'Asia/Bangkok', vi: 'Asia/Ho_Chi_Minh', he: 'Asia/Jerusalem', is: 'Atlantic/Reykjavik',
};

/** Zones in which somebody with such an offset most likely is, likeliest first; asked after the phone and the language had their say. */
const byOffset = ['Europe/Warsaw', 'Europe/London', 'Europe/Helsinki', 'Europe/Istanbul', 'America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'America/Sao_Paulo', 'Asia/Dubai', 'Asia/Kolkata', 'Asia/Bangkok', 'Asia/Shanghai', 'Asia/Tokyo', 'Australia/Sydney', 'Pacific/Auckland'];

/** The country's zone of a number in international form; undefined for one without a prefix, or with one that we do not know. */
export function zoneOfPhone(phone: string): { zone: string; prefix: string; wide: boolean } | undefined {
  const digits = /^(?:\+|00)(\d{6,15})$/.exec(phone.replace(/[\s()./-]/g, ''))?.[1];
  if (digits === undefined) return undefined;
  for (const length of [3, 2, 1]) {
    const found = prefixes[digits.slice(0, length)];
    if (found !== undefined) return { zone: found.zone, prefix: `+${digits.slice(0, length)}`, wide: found.wide === true };
  }
  return undefined;
}

/**
 * Where the customer's clock hangs, and why we think so: the strongest sign decides, weaker ones that agree are told as well. A mail's offset fits many
 * zones, so it confirms or corrects the others; many programs write in Greenwich time wherever they are, so an offset of nought says nothing.
 */
export function guessZone(signs: ZoneSigns): CustomerZone {
  if (signs.byHand !== null && isTimeZone(signs.byHand)) return { timeZone: signs.byHand, evidence: [{ kind: 'hand', value: signs.byHand }], sure: true };
  const found: { timeZone: string; evidence: ZoneEvidence; weight: number }[] = [];
  if (signs.browser !== null && isTimeZone(signs.browser)) found.push({ timeZone: signs.browser, evidence: { kind: 'browser', value: signs.browser }, weight: 4 });
  for (const phone of signs.phones) {
    const known = zoneOfPhone(phone);
    if (known !== undefined) found.push({ timeZone: known.zone, evidence: { kind: 'phone', value: known.prefix }, weight: known.wide ? 1.5 : 3 });
  }
  const country = Object.values(prefixes).find((one) => one.country === signs.country?.toUpperCase());
  if (country !== undefined) found.push({ timeZone: country.zone, evidence: { kind: 'country', value: country.country }, weight: country.wide === true ? 1.5 : 3 });
  const language = languages[(signs.language ?? '').slice(0, 2).toLowerCase()];
  if (language !== undefined) found.push({ timeZone: language, evidence: { kind: 'language', value: (signs.language ?? '').slice(0, 2).toLowerCase() }, weight: 1 });

  const { mail } = signs;
  const told = mail === null || mail.offsetMinutes === 0 ? null : mail;
  const fits = (timeZone: string) => told !== null && offsetAt(told.at, timeZone) === told.offsetMinutes;
  const mailSign = (): ZoneEvidence => ({ kind: 'mail', value: offsetWords(told?.offsetMinutes ?? 0) });
  found.sort((a, b) => b.weight + (fits(b.timeZone) ? 2 : 0) - (a.weight + (fits(a.timeZone) ? 2 : 0)));
  const best = found[0];
  // Their mail program shows another time than the likeliest zone: they are elsewhere.
  if (told !== null && (best === undefined || (!fits(best.timeZone) && best.weight < 4))) {
    const zone = [signs.workspace, ...byOffset].find(fits);
    if (zone !== undefined) return { timeZone: zone, evidence: [mailSign()], sure: false };
  }
  if (best === undefined) return { timeZone: isTimeZone(signs.workspace) ? signs.workspace : 'UTC', evidence: [{ kind: 'workspace', value: signs.workspace }], sure: false };
  const agreeing = found.filter((one) => one.timeZone === best.timeZone);
  const evidence = unique([...agreeing.map((one) => one.evidence), ...(fits(best.timeZone) ? [mailSign()] : [])]);
  return { timeZone: best.timeZone, evidence, sure: agreeing.reduce((sum, one) => sum + one.weight, fits(best.timeZone) ? 2 : 0) >= 3 };
}

const unique = (list: readonly ZoneEvidence[]): ZoneEvidence[] => list.filter((one, index) => list.findIndex((other) => other.kind === one.kind && other.value === one.value) === index);

function offsetWords(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '−' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
