import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ViewProps } from './view';

const answers = ['yes', 'partly', 'no'] as const;

/** Nothing is chosen beforehand, everything may be left out, and it can be refused. */
export function Rating({ chat }: ViewProps) {
  const { w } = chat.state;
  const [solved, setSolved] = useState<(typeof answers)[number]>();
  const [score, setScore] = useState<number>();
  const [text, setText] = useState('');
  const [failed, setFailed] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => { form.current?.scrollIntoView({ block: 'end' }); }, []);
  useEffect(() => {
    const digits = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLTextAreaElement;
      if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && /^[1-5]$/.test(event.key)) setScore(Number(event.key));
    };
    addEventListener('keydown', digits);
    return () => removeEventListener('keydown', digits);
  }, []);
  const empty = solved === undefined && score === undefined && text.trim() === '';
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (empty) return;
    setFailed(!(await chat.rate({ ...(solved ? { solved } : {}), ...(score ? { score } : {}), ...(text.trim() ? { text: text.trim() } : {}) })));
  }
  return (
    <form class="rt" ref={form} onSubmit={(event) => void submit(event)}>
      <fieldset><legend>{w.solved}</legend><div class="opts three">{answers.map((one) => (
        <label class="opt" key={one}><input type="radio" name="s" checked={solved === one} onChange={() => setSolved(one)} /><span>{w[one]}</span></label>
      ))}</div></fieldset>
      <fieldset><legend>{w.how}</legend><div class="five">{[1, 2, 3, 4, 5].map((one) => (
        <label class="fv" key={one}><input type="radio" name="r" aria-label={`${one} / 5`} checked={score === one} onChange={() => setScore(one)} /><span>{one}</span></label>
      ))}</div><p class="five-l" aria-hidden="true"><span>{w.poor}</span><span>{w.great}</span></p></fieldset>
      <div class="field"><label for="r-text">{w.better} <span class="mut">{w.optional.replace(/y$/, 'e')}</span></label>
        <textarea id="r-text" class="inp ta" rows={1} maxLength={2000} value={text} onInput={(event) => setText(event.currentTarget.value)} /></div>
      {failed && <p class="err" role="alert">{w.offline}</p>}
      <p class="rt-a"><button type="submit" class="btn primary lg" disabled={empty}>{w.sendRating}</button><button type="button" class="lnk" onClick={() => chat.dismissRating()}>{w.backToChat}</button></p>
    </form>
  );
}
