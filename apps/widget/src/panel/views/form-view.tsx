import { Fragment, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { duration, promise } from '../words';
import { Back, Close, type ViewProps } from './view';
import { FileRow } from './lazy-file-row';
import { Suggested } from './suggested';

/** What is offered where the site chose no others. */
const everyday = new Set(['question', 'order', 'report', 'claim', 'praise']);
const looksLikeEmail = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

/** Asks for no more than the channel wants; a site that vouches for its visitor already told us the rest. */
export function FormView({ chat }: ViewProps) {
  const { state } = chat;
  const { config, locale, form } = state;
  const { w } = state;
  const [tried, setTried] = useState(false);
  // Also where it is drawn later than the view was chosen.
  useEffect(() => { document.getElementById('f-text')?.focus(); }, []);
  if (!config) return null;
  const { preChat } = config;
  const matters = config.matters?.map(({ key, name }) => [key, name?.[locale] ?? w.matters[key] ?? key] as const) ?? Object.entries(w.matters).filter(([key]) => everyday.has(key));
  const known = state.verifiedAs !== null;
  const asks = { name: known ? 'off' : preChat.name, email: known ? 'off' : preChat.email };
  const wrong = {
    text: state.draft.trim() === '' && !state.uploads.some((one) => one.id) ? w.needText : '',
    name: asks.name === 'required' && form.name.trim() === '' ? w.needName : '',
    email: asks.email !== 'off' && (form.email.trim() === '' ? asks.email === 'required' : !looksLikeEmail.test(form.email.trim())) ? w.needEmail : '',
  };

  function submit(event: Event): void {
    event.preventDefault();
    setTried(true);
    const first = (['text', 'name', 'email'] as const).find((field) => wrong[field] !== '');
    if (first) { document.getElementById(`f-${first}`)?.focus(); return; }
    if (state.uploads.some((one) => !one.id && !one.error)) return;
    const [name, email] = [asks.name === 'off' ? '' : form.name.trim(), asks.email === 'off' ? '' : form.email.trim()];
    chat.send(state.draft, { ...(form.matter ? { matter: form.matter } : {}), ...(name ? { name } : {}), ...(email ? { email } : {}) });
  }
  const fault = (field: keyof typeof wrong) => tried && wrong[field] ? <p class="err" id={`e-${field}`}>{wrong[field]}</p> : null;
  const marks = (field: keyof typeof wrong) => tried && wrong[field] ? { 'aria-invalid': true, 'aria-describedby': `e-${field}` } : {};
  const optional = (ask: string) => ask === 'optional' && <span class="mut"> {w.optional}</span>;

  return (
    <>
      <header class="kw-h">
        <Back chat={chat} />
        <div><h1>{w.newTitle}</h1><p>{config.open ? (config.usualAnswerSeconds === null ? w.person : w.personUsual(duration(config.usualAnswerSeconds, locale))) : promise(config, locale, w)}</p></div>
        <span class="grow" /><Close chat={chat} />
      </header>
      <form class="kw-s kw-form" onSubmit={submit} noValidate>
        {preChat.matter && (
          <fieldset><legend>{w.about}</legend><div class="opts">{matters.map(([matter, label]) => (
            <label class="opt" key={matter}><input type="radio" name="m" value={matter} checked={form.matter === matter} onChange={() => chat.setForm({ matter })} /><span>{label}</span></label>
          ))}</div></fieldset>
        )}
        <div class="field">
          <label for="f-text">{w.message}</label>
          <textarea id="f-text" class="inp ta" rows={3} maxLength={10000} data-first value={state.draft} onInput={(event) => chat.setDraft(event.currentTarget.value)} {...marks('text')}
            onPaste={(event) => { const files = event.clipboardData?.files; if (files?.length) { event.preventDefault(); void chat.attach(files); } }} />
          {fault('text')}{state.uploads.length > 0 && <FileRow chat={chat} />}
          {config.help && <Suggested chat={chat} />}
        </div>
        {(asks.name !== 'off' || asks.email !== 'off') && (
          <div class={asks.name !== 'off' && asks.email !== 'off' ? 'two' : ''}>
            {asks.name !== 'off' && <div class="field"><label for="f-name">{w.name}{optional(asks.name)}</label>
              <input id="f-name" class="inp" autocomplete="given-name" maxLength={200} value={form.name} onInput={(event) => chat.setForm({ name: event.currentTarget.value })} {...marks('name')} />{fault('name')}</div>}
            {asks.email !== 'off' && <div class="field"><label for="f-email">{w.email}{optional(asks.email)}</label>
              <input id="f-email" class="inp" type="email" autocomplete="email" maxLength={254} placeholder={w.emailExample} value={form.email} onInput={(event) => chat.setForm({ email: event.currentTarget.value })} {...marks('email')} />{fault('email')}</div>}
          </div>
        )}
        {asks.email !== 'off' && <p class="help">{w.emailHelp}</p>}
        <button type="submit" class="btn primary lg">{w.send}</button>
        {config.privacyUrl && <p class="help ctr">{w.privacyBefore}<a href={config.privacyUrl} target="_blank" rel="noopener noreferrer">{w.privacyLink}</a>.</p>}
      </form>
    </>
  );
}
