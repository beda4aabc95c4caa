import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { ViewProps } from './view';

/** The address alone is not enough: the box is empty until the visitor ticks it. */
export function EmailForm({ chat, done }: ViewProps & { done(): void }) {
  const { w } = chat.state;
  const [email, setEmail] = useState(chat.state.form.email);
  const [consent, setConsent] = useState(false);
  const [fault, setFault] = useState(false);
  async function save(event: Event): Promise<void> {
    event.preventDefault();
    if (await chat.continueByEmail(email.trim())) done();
    else setFault(true);
  }
  return (
    <form class="q-e" onSubmit={(event) => void save(event)}>
      <label for="q-email">{w.yourEmail}</label>
      <input id="q-email" class="inp" type="email" autocomplete="email" required maxLength={254} value={email} autofocus onInput={(event) => { setEmail(event.currentTarget.value); setFault(false); }} aria-invalid={fault} />
      {fault && <p class="err" role="alert">{w.needEmail}</p>}
      <label class="chk"><input type="checkbox" required checked={consent} onChange={(event) => setConsent(event.currentTarget.checked)} /><span>{w.consent}</span></label>
      <p class="q-a"><button type="submit" class="btn primary" disabled={!consent}>{w.save}</button><button type="button" class="btn" onClick={done}>{w.cancel}</button></p>
    </form>
  );
}
