import { ExternalLink, Pencil } from 'lucide';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { AttributeDefinition, AttributeSubject, AttributeValue } from '@kontuar/contract';
import { onCommand } from '../../app/commands';
import { fieldName, useFields, valueText } from '../../app/fields/fields';
import { fieldStrings } from '../../app/fields/fields.strings';
import { useLocale, useStrings } from '../../i18n';
import { Icon, Menu, MenuItem, MenuSeparator } from '../../ui';
import { panelFieldStrings } from './fields.strings';

interface FieldsProps {
  subject: AttributeSubject;
  values: Readonly<Record<string, unknown>>;
  edits: boolean;
  onSave: (key: string, value: AttributeValue | null) => void;
}

/** How many empty ones stand open; the rest is one key away. */
const EMPTY_SHOWN = 4;

/** Fields of the workspace's own, in its order: each changed where it stands, by mouse and by keyboard. */
export function Fields({ subject, values, edits, onSave }: FieldsProps) {
  const t = useStrings(panelFieldStrings);
  const locale = useLocale();
  const [whole, setWhole] = useState(false);
  const list = useRef<HTMLDListElement>(null);
  const own = useFields().filter((field) => field.subject === subject && (!field.archived || field.key in values));
  useEffect(() => onCommand('field', (wish) => {
    if (wish.subject !== subject) return;
    setWhole(true);
    // Where the panel is a drawer, it has to be there first.
    setTimeout(() => list.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(wish.key)}"] button`)?.focus(), 60);
  }), [subject]);
  const filled = own.filter((field) => field.key in values || field.required);
  const empty = edits ? own.filter((field) => !filled.includes(field)) : [];
  const hidden = whole ? 0 : Math.max(0, empty.length - EMPTY_SHOWN);
  const shown = own.filter((field) => filled.includes(field) || empty.indexOf(field) < empty.length - hidden && empty.includes(field));
  if (shown.length === 0) return null;
  return (
    <section>
      <h3>{t(subject)}</h3>
      <dl className="facts own-f" ref={list}>
        {shown.map((field) => (
          <div key={field.key} data-field={field.key}>
            <dt title={field.description === '' ? undefined : field.description}>{fieldName(field, locale)}</dt>
            <dd>
              <FieldValue field={field} value={values[field.key]} edits={edits && !field.archived} onSave={(value) => onSave(field.key, value)} />
              {field.required && !(field.key in values) && <span className="mut by need-f">{t('required')}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {empty.length > EMPTY_SHOWN && <button type="button" className="lnk" aria-expanded={whole} onClick={() => setWhole(!whole)}>{whole ? t('fewer') : t('more', { count: hidden })}</button>}
    </section>
  );
}

interface ValueProps { field: AttributeDefinition; value: unknown; edits: boolean; onSave: (value: AttributeValue | null) => void }

function FieldValue(props: ValueProps) {
  const { field, value, edits } = props;
  const t = useStrings(panelFieldStrings);
  const f = useStrings(fieldStrings);
  const locale = useLocale();
  const text = valueText(field, value, { locale, yes: f('yes'), no: f('no') });
  const label = `${fieldName(field, locale)}: ${text === '' ? t('add') : text}`;
  if (!edits) return field.kind === 'link' && text !== '' ? <LinkTo address={text} /> : <>{text}</>;
  if (field.kind === 'yesno' || field.kind === 'one' || field.kind === 'many') return <ChoiceValue {...props} text={text} label={label} />;
  return <WrittenValue {...props} text={text} label={label} />;
}

/** Opened by hand only, in a window of its own that learns nothing of this one. */
function LinkTo({ address }: { address: string }) {
  const t = useStrings(panelFieldStrings);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) return <>{address}</>;
  return <a className="ell link-f" href={url.href} target="_blank" rel="noopener noreferrer nofollow" title={address} aria-label={t('open', { address })}>{url.host}{url.pathname === '/' ? '' : '/…'}<Icon of={ExternalLink} size={12} /></a>;
}

function ChoiceValue({ field, value, onSave, text, label }: ValueProps & { text: string; label: string }) {
  const t = useStrings(panelFieldStrings);
  const f = useStrings(fieldStrings);
  const locale = useLocale();
  const many = field.kind === 'many';
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const options = field.kind === 'yesno'
    ? [{ value: true as AttributeValue, name: f('yes'), on: value === true }, { value: false as AttributeValue, name: f('no'), on: value === false }]
    : field.options.filter((option) => !option.archived || chosen.includes(option.value) || value === option.value).map((option) => ({ value: option.value as AttributeValue, name: fieldName(option, locale), on: many ? chosen.includes(option.value) : value === option.value }));
  const choose = (option: AttributeValue, on: boolean) => onSave(many ? (on ? chosen.filter((each) => each !== option) : [...chosen, String(option)]) : option);
  return (
    <Menu label={fieldName(field, locale)} className="tall" trigger={<button type="button" className={text === '' ? 'ie empty' : 'ie'} aria-label={label}>{text === '' ? t('add') : text}</button>}>
      {options.map((option) => (
        <MenuItem key={String(option.value)} checked={option.on} onSelect={(event) => { if (many) event.preventDefault(); choose(option.value, option.on); }}>{option.name}</MenuItem>
      ))}
      {text !== '' && <><MenuSeparator /><MenuItem onSelect={() => onSave(null)}>{t('clear')}</MenuItem></>}
    </Menu>
  );
}

const inputKinds = { text: 'text', link: 'url', number: 'text', date: 'date' } as const;

function WrittenValue({ field, value, onSave, text, label }: ValueProps & { text: string; label: string }) {
  const t = useStrings(panelFieldStrings);
  const locale = useLocale();
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const written = typeof value === 'number' ? String(value).replace('.', locale === 'pl' ? ',' : '.') : typeof value === 'string' ? value : '';
  const back = () => setTimeout(() => button.current?.focus(), 0);
  const end = (save: boolean) => {
    const next = (draft ?? '').trim();
    if (!save || next === written) {
      setWrong(false);
      return setDraft(null);
    }
    const number = field.kind === 'number' && next !== '' ? Number(next.replace(/[\s\u00a0]/g, '').replace(',', '.')) : undefined;
    if (number !== undefined && !Number.isFinite(number)) return setWrong(true);
    setWrong(false);
    setDraft(null);
    onSave(next === '' ? null : (number ?? next));
  };
  if (draft === null) {
    const edit = <button type="button" ref={button} className={text === '' ? 'ie empty' : 'ie'} aria-label={label} onClick={() => setDraft(written)}>{text === '' ? t('add') : text}</button>;
    if (field.kind !== 'link' || text === '') return edit;
    return (
      <span className="link-w">
        <LinkTo address={text} />
        <button type="button" ref={button} className="lnk" aria-label={t('change', { name: fieldName(field, locale) })} onClick={() => setDraft(written)}><Icon of={Pencil} size={12} /></button>
      </span>
    );
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    end(event.key === 'Enter');
    back();
  };
  return (
    <>
      <input className="inp ie-f" type={inputKinds[field.kind as keyof typeof inputKinds]} inputMode={field.kind === 'number' ? 'decimal' : undefined} aria-label={fieldName(field, locale)} aria-invalid={wrong || undefined} value={draft} maxLength={field.kind === 'link' ? 2000 : 500} autoFocus onFocus={(event) => field.kind !== 'date' && event.target.select()} onChange={(event) => setDraft(event.target.value)} onBlur={() => end(true)} onKeyDown={keys} />
      {wrong && <span className="warn by" role="alert">{t('notNumber')}</span>}
    </>
  );
}
