import { useState } from 'react';
import { peopleAttributes, type PeopleAttribute } from '@kontuar/contract/filter';
import type { PeopleCondition, PeopleFilter } from '@kontuar/contract';
import { fieldName, useFields } from '../fields/fields';
import { blocksOf, filterOfBlocks, type GroupBlock } from '../filters/blocks';
import { FilterBuilder, type Conditions } from '../filters/filter-builder';
import { PeopleQuestion } from './people-question';
import { conditionName, freshCondition, freshField, isComplete, peopleSentence } from './people-words';
import { usePeopleSpeaker } from './use-people-speaker';
import './people.css';

const offered = (Object.keys(peopleAttributes) as PeopleAttribute[]).filter((by) => by !== 'attribute');

interface EditorProps { filter: PeopleFilter; onChange: (filter: PeopleFilter) => void; /** A rule of a kind cannot ask for kinds. */ without?: readonly PeopleAttribute[] }

/** Conditions over customers in groups, with the sentence that they make. */
export function PeopleEditor({ filter, onChange, without = [] }: EditorProps) {
  const speaker = usePeopleSpeaker(filter);
  const { t, locale } = speaker;
  const fields = useFields().filter((field) => field.subject === 'contact' && !field.archived);
  const [root, setRoot] = useState<GroupBlock<PeopleCondition>>(() => blocksOf<PeopleCondition>(filter));
  const of: Conditions<PeopleCondition> = {
    options: [...offered.filter((by) => !without.includes(by)).map((by) => ({ value: by as string, label: t(`by-${by}`) })), ...fields.map((field) => ({ value: `field:${field.key}`, label: fieldName(field, locale), detail: t('by-attribute') }))],
    fresh: (chosen) => {
      const field = fields.find(({ key }) => `field:${key}` === chosen);
      return field === undefined ? freshCondition(chosen as PeopleAttribute) : freshField(field);
    },
    placeholder: t('add'),
    nameOf: (condition) => conditionName(condition, speaker),
    fieldsOf: (condition, what, change) => <PeopleQuestion condition={condition} what={what} speaker={speaker} onChange={change} />,
  };
  const change = (next: GroupBlock<PeopleCondition>) => {
    setRoot(next);
    onChange(filterOfBlocks<PeopleCondition>(next, isComplete));
  };
  return (
    <div className="pf" role="group" aria-label={t('conditions')}>
      <FilterBuilder root={root} of={of} onChange={change} />
      <p className="pf-s">{peopleSentence(filter, speaker)}</p>
    </div>
  );
}
