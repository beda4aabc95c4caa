import type { CaseDecision, CaseDemand, Locale } from '@kontuar/contract';

export interface LetterCase {
  code: string; matter: string; subject: string; product: string; orderNumber: string; demand: CaseDemand | null; purchasedOn: string | null; receivedOn: string; customer: string; reason: string;
}

const matters: Record<Locale, Record<string, { of: string; to: string }>> = {
  pl: { claim: { of: 'reklamacji', to: 'reklamację' }, complaint: { of: 'skargi', to: 'skargę' }, warranty: { of: 'zgłoszenia gwarancyjnego', to: 'zgłoszenie gwarancyjne' } },
  en: { claim: { of: 'claim', to: 'claim' }, complaint: { of: 'complaint', to: 'complaint' }, warranty: { of: 'warranty claim', to: 'warranty claim' } },
};
const usual = { pl: { of: 'zgłoszenia', to: 'zgłoszenie' }, en: { of: 'request', to: 'request' } } as const;

const demands: Record<Locale, Record<CaseDemand, string>> = {
  pl: { 'repair': 'naprawa', 'replacement': 'wymiana', 'price-reduction': 'obniżenie ceny', 'refund': 'zwrot pieniędzy', 'other': 'inne' },
  en: { 'repair': 'repair', 'replacement': 'replacement', 'price-reduction': 'price reduction', 'refund': 'refund', 'other': 'other' },
};
export const demandWord = (locale: Locale, demand: CaseDemand): string => demands[locale][demand];

const decided: Record<Locale, Record<CaseDecision, (to: string) => string>> = {
  pl: { accepted: (to) => `Uznajemy ${to} w całości.`, partly: (to) => `Uznajemy ${to} w części.`, refused: (to) => `Nie możemy uwzględnić żądania, z którym przesłano nam ${to}.` },
  en: { accepted: (to) => `We accept your ${to} in full.`, partly: (to) => `We accept your ${to} in part.`, refused: (to) => `We cannot accept your ${to}.` },
};

export const longDay = (locale: Locale, day: string): string => new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));

/** A place that whoever sends it has to fill: `[we agree / we do not agree]`. */
export const hasGap = (text: string): boolean => /\[[^\]\n]{0,200}\]/.test(text);

/** The first draft of a decision letter with the facts of its case; people change it before it leaves. */
export function letterWords(locale: Locale, decision: CaseDecision, facts: LetterCase): { title: string; text: string; cover: string } {
  const matter = matters[locale][facts.matter] ?? usual[locale];
  const about = facts.product === '' ? facts.subject : facts.product;
  const lines = factLines(locale, facts);
  const gap = facts.reason === '' ? (locale === 'pl' ? '[uzasadnienie]' : '[reasons]') : facts.reason;
  if (locale === 'pl') {
    const title = `Odpowiedź na ${matter.to} ${facts.code}`;
    return {
      title,
      text: [
        'Dzień dobry,', `odpowiadamy na ${matter.to} ${facts.code}${about === '' ? '' : ` (${about})`}. Data otrzymania: ${longDay(locale, facts.receivedOn)}.`,
        ...(lines.length === 0 ? [] : [lines.join('\n')]), `Decyzja: ${decided.pl[decision](matter.to)}`, `Uzasadnienie: ${gap}`,
        ...(decision === 'accepted' ? [] : ['Jeśli nie zgadzają się Państwo z tą decyzją, mogą Państwo bezpłatnie skorzystać z pomocy powiatowego (miejskiego) rzecznika konsumentów albo wojewódzkiego inspektora Inspekcji Handlowej. [Wyrażamy / Nie wyrażamy] zgody na udział w postępowaniu w sprawie pozasądowego rozwiązania tego sporu.']),
        'Z poważaniem',
      ].join('\n\n'),
      cover: `Dzień dobry,\n\nw załączniku przesyłamy odpowiedź na ${matter.to} ${facts.code}.\n\nZ poważaniem`,
    };
  }
  const title = `Answer to your ${matter.to} ${facts.code}`;
  return {
    title,
    text: [
      facts.customer === '' ? 'Dear customer,' : `Dear ${facts.customer},`, `this is our answer to your ${matter.to} ${facts.code}${about === '' ? '' : ` (${about})`}, which we received on ${longDay(locale, facts.receivedOn)}.`,
      ...(lines.length === 0 ? [] : [lines.join('\n')]), `Decision: ${decided.en[decision](matter.to)}`, `Reasons: ${gap}`,
      ...(decision === 'accepted' ? [] : ['If you do not agree with this decision, a consumer ombudsman or the Trade Inspection advises you free of charge. [We agree / We do not agree] to take part in an out-of-court settlement of this dispute.']),
      'Yours faithfully',
    ].join('\n\n'),
    cover: `Hello,\n\nplease find attached our answer to your ${matter.to} ${facts.code}.\n\nKind regards`,
  };
}

function factLines(locale: Locale, { orderNumber, purchasedOn, demand }: LetterCase): string[] {
  const pl = locale === 'pl';
  return [
    ...(orderNumber === '' ? [] : [`${pl ? 'Zamówienie' : 'Order'}: ${orderNumber}`]),
    ...(purchasedOn === null ? [] : [`${pl ? 'Data zakupu' : 'Date of purchase'}: ${longDay(locale, purchasedOn)}`]),
    ...(demand === null ? [] : [`${pl ? 'Żądanie' : 'Demand'}: ${demandWord(locale, demand)}`]),
  ];
}
