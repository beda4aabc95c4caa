import { useCallback } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Attribute } from '@kontuar/contract/filter';
import { useLocale, useStrings } from '../../i18n';
import { channelsQuery, useLabels, useMembers, useTeams } from '../directory';
import { subjectOf, useFields } from '../fields/fields';
import { useKindName } from '../kinds';
import { languageName } from '../language-name';
import { useStages } from '../leads/leads';
import { useMatters } from '../matters/matters';
import type { Speaker, Word } from './sentence';
import { filterWords } from './views.strings';

/** Names things in sentences about filters. */
export function useSpeaker(): Speaker {
  const t = useStrings(filterWords);
  const locale = useLocale();
  const members = useMembers();
  const teams = useTeams();
  const labels = useLabels();
  const { data: channels } = useQuery(channelsQuery);
  const fields = useFields();
  const matters = useMatters();
  const kindName = useKindName();
  const { all: stages } = useStages();
  const nameOf = useCallback((by: Attribute, value: string): string | undefined => {
    switch (by) {
      case 'assignee': case 'participant': return members.find(({ id }) => id === value)?.name;
      case 'team': return teams.find(({ id }) => id === value)?.name;
      case 'labels': return labels.find(({ id }) => id === value)?.name;
      case 'channel': return channels?.find(({ id }) => id === value)?.name;
      case 'contactKind': return kindName(value);
      case 'contactLanguage': case 'language': return languageName(locale, value);
      case 'leadStage': return stages.find(({ key }) => key === value)?.name[locale];
      case 'matter': return matters.find(({ key }) => key === value)?.name?.[locale] ?? builtinWord(value, t);
      default: return undefined;
    }
  }, [members, teams, labels, channels, matters, stages, locale, t, kindName]);
  const fieldOf = useCallback((by: 'attribute' | 'contactAttribute', key: string) => fields.find((field) => field.subject === subjectOf(by) && field.key === key), [fields]);
  return { t, locale, nameOf, fieldOf };
}

const builtinWord = (key: string, t: Speaker['t']): string | undefined => (`v-${key}` in filterWords.en ? t(`v-${key}` as Word) : undefined);
