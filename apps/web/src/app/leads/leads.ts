import { queryOptions, useQuery } from '@tanstack/react-query';
import type { LeadOf, LeadSettings, LeadStage, LeadView, LeadWorth, Locale } from '@kontuar/contract';
import { formatNumber, useLocale } from '../../i18n';
import { request } from '../client';
import { queryKeys } from '../query-keys';

export const leadQuery = (leadId: string) => queryOptions({ queryKey: queryKeys.lead(leadId), queryFn: ({ signal }) => request<LeadView>('GET', `/leads/${leadId}`, undefined, { signal }), staleTime: 30_000 });
export const leadOfQuery = (conversationId: string) => queryOptions({ queryKey: queryKeys.leadOf(conversationId), queryFn: ({ signal }) => request<LeadOf>('GET', `/conversations/${conversationId}/lead`, undefined, { signal }), staleTime: 60_000 });
export const leadSettingsQuery = queryOptions({ queryKey: queryKeys.leadSettings, queryFn: ({ signal }) => request<LeadSettings>('GET', '/lead-settings', undefined, { signal }), staleTime: 300_000 });

const none: readonly LeadStage[] = [];
export interface Stages { all: readonly LeadStage[]; offered: readonly LeadStage[]; currency: string; named: (key: string) => string }

export function useStages(): Stages {
  const locale = useLocale();
  const { data } = useQuery(leadSettingsQuery);
  const all = data?.stages ?? none;
  return { all, offered: all.filter(({ archived }) => !archived), currency: data?.currency ?? 'PLN', named: (key) => all.find((stage) => stage.key === key)?.name[locale] ?? key };
}

export const worthWords = (locale: Locale, { amount, currency }: LeadWorth): string => formatNumber(locale, Number(amount), { style: 'currency', currency, maximumFractionDigits: amount.includes('.') && !amount.endsWith('.00') ? 2 : 0 });

/** As somebody writes a sum: with spaces, with a comma. Undefined: no sum; null: nothing written. */
export function readSum(text: string): string | null | undefined {
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (plain === '') return null;
  return /^\d{1,12}(\.\d{1,2})?$/.test(plain) ? plain : undefined;
}

/** What a `datetime-local` field shows and says, on the clock of this screen. */
export function localInput(at: string | null): string {
  if (at === null) return '';
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
export const instantOf = (local: string): string | null => (local === '' || Number.isNaN(Date.parse(local)) ? null : new Date(local).toISOString());
