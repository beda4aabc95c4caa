import type { Locale } from '@kontuar/contract';
import { formatNumber } from '../i18n';

/** '149,50 zł', '150 zł'; without a currency the bare amount. */
export function formatMoney(locale: Locale, amount: number, currency: string | null | undefined): string {
  const digits = Number.isInteger(amount) ? 0 : 2;
  return formatNumber(locale, amount, { minimumFractionDigits: digits, maximumFractionDigits: digits, ...(currency == null ? {} : { style: 'currency', currency }) });
}
