import type { NextReason } from '@kontuar/contract';
import { currentLocale, formatSpan, translate } from '../../i18n';
import { kindsQuery } from '../kinds';
import { queryClient } from '../query-client';
import { actsStrings } from './acts.strings';

const span = (value: string | number): string => formatSpan(Math.abs(Number(value)) * 60_000);

const kindName = (key: string): string => queryClient.getQueryData(kindsQuery.queryKey)?.items.find((kind) => kind.key === key)?.name[currentLocale()] ?? key;

/** Why this one, in a few words: the two heaviest reasons, and how long it waits. */
export function whyWords(reasons: readonly NextReason[]): string {
  const heavy = reasons.filter(({ kind }) => kind !== 'waiting').slice(0, 2);
  return [...heavy, ...reasons.filter(({ kind }) => kind === 'waiting')].map(one).filter((words) => words !== '').join(', ');
}

function one({ kind, value }: NextReason): string {
  const t = (key: Parameters<typeof translate<typeof actsStrings.en>>[1], values?: { value: string }) => translate(actsStrings, key, values);
  switch (kind) {
    case 'own': return t('why-own');
    case 'waiting': return Number(value) < 1 ? '' : t('why-waiting', { value: span(value) });
    case 'due': return Number(value) < 0 ? t('why-late', { value: span(value) }) : t('why-due', { value: span(value) });
    case 'mood': return t('why-mood');
    case 'customer': return t('why-customer', { value: kindName(String(value)) });
    case 'skill': return value === 'team' ? t('why-team') : t('why-language');
    case 'priority': return value === 'urgent' ? t('why-urgent') : value === 'high' ? t('why-high') : '';
    default: kind satisfies never; return '';
  }
}
