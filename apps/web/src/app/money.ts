import type { Locale } from '@kontuar/contract';
import { formatNumber } from '../i18n';

/** '149,50 zł'; without a currency the bare amount. */
export const formatMoney = (locale: Locale, amount: number, currency: string | null | undefined): string =>
  formatNumber(locale, amount, currency == null ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : { style: 'currency', currency });
