import { Check, Minus, X } from 'lucide';
import type { Filter, RuleRun, RuleWhy } from '@kontuar/contract';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Icon, Tag } from '../../ui';
import { sentenceOf, type Speaker } from '../views/sentence';
import { codeWords, doneWords, onWord } from './rule-words';
import { ruleStrings } from './rules.strings';
import './rules.css';

/** One run: what happened, what was asked and how it turned out, what was done. */
export function RunView({ run, speaker }: { run: RuleRun; speaker: Speaker }) {
  const t = useStrings(ruleStrings);
  const locale = useLocale();
  return (
    <div className="rul-run">
      <p>
        <Tag tone={run.state === 'done' ? 'ok' : run.state === 'failed' ? 'danger' : 'waiting'}>{t(`state-${run.state}`)}</Tag>{' '}
        {t('when')} {t(onWord(run.occasion.on))} · {t('version', { count: run.version })} · <time dateTime={run.at}>{formatMoment(locale, new Date(run.at))}</time>
        {run.reason !== null && <> · {codeWords(t, run.reason)}</>}
      </p>
      {run.acts.length > 0 && <ul className="rul-acts">{run.acts.map((done, at) => <li key={at} data-did={done.did}>{doneWords(t, done)}</li>)}</ul>}
      <WhyTree why={run.why} speaker={speaker} />
    </div>
  );
}

export function WhyTree({ why, speaker }: { why: RuleWhy | null; speaker: Speaker }) {
  const t = useStrings(ruleStrings);
  if (why === null || (why.by !== 'condition' && why.of.length === 0)) return <p className="mut">{t('whyNothing')}</p>;
  return <ul className="rul-why"><Node why={why} speaker={speaker} /></ul>;
}

function Node({ why, speaker }: { why: RuleWhy; speaker: Speaker }) {
  const t = useStrings(ruleStrings);
  // Runs keep conditions of any version, so the contract leaves them open; each was a filter when it was written.
  const words = why.by === 'condition' ? sentenceOf(why.condition as unknown as Filter, speaker) : t(why.by === 'all' ? 'whyAll' : why.by === 'any' ? 'whyAny' : 'whyNot');
  return (
    <li data-is={String(why.is)}>
      <Icon of={why.is === null ? Minus : why.is ? Check : X} size={14} />
      <span>{words}<span className="vh">: {t(why.is === null ? 'notAsked' : why.is ? 'isSo' : 'isNot')}</span></span>
      {why.by !== 'condition' && <ul>{why.of.map((inner, at) => <Node key={at} why={inner} speaker={speaker} />)}</ul>}
    </li>
  );
}
