import { Pencil, Plus, Trash2 } from 'lucide';
import { useState } from 'react';
import type { RoutingNeed } from '@kontuar/contract';
import { attributes } from '@kontuar/contract/filter';
import { useKinds } from '../../app/kinds';
import { offered, useMatters } from '../../app/matters/matters';
import { sentenceOf, valueWords } from '../../app/views/sentence';
import { useSpeaker } from '../../app/views/speaker';
import { filterWords } from '../../app/views/views.strings';
import { useStrings } from '../../i18n';
import { Button, Field, Icon, IconButton, Select, TextInput } from '../../ui';
import { FormDialog, useDialog } from './parts';
import { asked, needFilter, readNeedFilter, unasked } from './routing-form';
import { routingStrings } from './routing.strings';

/** What asks for whom: a language, a kind of customer, a matter. */
export function Needs({ needs, known, manages, onChange }: { needs: readonly RoutingNeed[]; known: readonly string[]; manages: boolean; onChange: (needs: RoutingNeed[]) => void }) {
  const t = useStrings(routingStrings);
  const speaker = useSpeaker();
  const [editing, edit, close] = useDialog<{ at: number; need: RoutingNeed | undefined }>();
  return (
    <>
      {needs.length === 0 ? <p className="help">{t('needsEmpty')}</p> : (
        <ul className="card lst">
          {needs.map((need, at) => (
            <li key={at}>
              <div className="lst-r">
                <span className="lst-t"><b>{t('needSays', { skill: need.skill, level: String(need.level) })}</b><span>{sentenceOf(need.filter, speaker)}</span></span>
                {manages && <IconButton size="sm" label={`${t('change')}: ${need.skill}`} onClick={() => edit({ at, need })}><Icon of={Pencil} size={14} /></IconButton>}
                {manages && <IconButton size="sm" label={`${t('remove')}: ${need.skill}`} onClick={() => onChange(needs.filter((_, index) => index !== at))}><Icon of={Trash2} size={14} /></IconButton>}
              </div>
            </li>
          ))}
        </ul>
      )}
      {manages && needs.length < 60 && <p><Button size="sm" onClick={() => edit({ at: needs.length, need: undefined })}><Icon of={Plus} size={14} />{t('addNeed')}</Button></p>}
      {editing && <NeedForm need={editing.need} known={known} close={close} onUse={(need) => { onChange(needs.length === editing.at ? [...needs, need] : needs.map((each, index) => (index === editing.at ? need : each))); close(); }} />}
    </>
  );
}

function NeedForm({ need, known, close, onUse }: { need: RoutingNeed | undefined; known: readonly string[]; close: () => void; onUse: (need: RoutingNeed) => void }) {
  const t = useStrings(routingStrings);
  const f = useStrings(filterWords);
  const speaker = useSpeaker();
  const kinds = useKinds();
  const matters = useMatters();
  const shown = need === undefined ? unasked : readNeedFilter(need.filter);
  const [form, setForm] = useState(shown ?? unasked);
  const [skill, setSkill] = useState(need?.skill ?? '');
  const [level, setLevel] = useState(need?.level ?? 2);
  const [tried, setTried] = useState(false);
  const options: Record<(typeof asked)[number], readonly string[]> = {
    language: attributes.language.words.filter((word) => word !== 'none'), contactLanguage: attributes.contactLanguage.words.filter((word) => word !== 'none'), contactKind: kinds.filter(({ archived }) => !archived).map(({ key }) => key),
    matter: offered(matters).map(({ key }) => key), priority: attributes.priority.words, channelKind: attributes.channelKind.words,
  };
  const submit = () => {
    setTried(true);
    if (skill.trim() !== '') onUse({ filter: shown === undefined && need !== undefined ? need.filter : needFilter(form), skill: skill.trim(), level });
  };
  return (
    <FormDialog title={need?.skill ?? t('needs')} submit={t('use')} busy={false} close={close} onSubmit={submit}>
      <div className="two">
        <Field label={t('skill')} error={tried && skill.trim() === '' ? t('skillMissing') : undefined}><TextInput autoFocus list="routing-skills" maxLength={40} value={skill} onChange={(event) => setSkill(event.target.value)} /></Field>
        <Field label={t('level')}><Select value={String(level)} options={([1, 2, 3] as const).map((each) => ({ value: String(each), label: t(`level_${each}`) }))} onValueChange={(value) => setLevel(Number(value))} /></Field>
      </div>
      <datalist id="routing-skills">{known.map((each) => <option key={each} value={each} />)}</datalist>
      {shown === undefined && need !== undefined ? <p className="help">{t('keptFilter', { filter: sentenceOf(need.filter, speaker) })}</p> : (
        <div className="cols">
          {asked.map((by) => <Field key={by} label={f(`by-${by}`)}><Select value={form[by]} options={[{ value: '', label: t('any') }, ...options[by].map((value) => ({ value, label: valueWords(speaker, by, value) }))]} onValueChange={(value) => setForm({ ...form, [by]: value })} /></Field>)}
        </div>
      )}
    </FormDialog>
  );
}
