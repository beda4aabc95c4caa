import { useState, type FormEvent, type ReactNode } from 'react';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Button, Dialog, EmptyState, focusInvalid, Skeleton, useToast } from '../../ui';
import { settingsStrings } from './settings.strings';

/** Title, one sentence, one act. */
export function PartHead({ title, lead, action }: { title: string; lead: string; action?: ReactNode }) {
  return (
    <header className="page-h">
      <div>
        <h1>{title}</h1>
        <p>{lead}</p>
      </div>
      {action}
    </header>
  );
}

export function RowsSkeleton() {
  return (
    <div className="card lst" role="status">
      {[0, 1, 2, 3].map((each) => (
        <div className="lst-r" key={each}>
          <Skeleton width={180} height={13} />
        </div>
      ))}
    </div>
  );
}

interface Loadable { isPending: boolean; isError: boolean; error: Error | null; refetch: () => unknown; data?: unknown }

/** Loading, then the rows; a fault says what and offers to try again. */
export function Loaded({ query, children }: { query: Loadable; children: ReactNode }) {
  const t = useStrings(settingsStrings);
  if (query.data !== undefined) return children;
  if (query.isError) {
    return (
      <EmptyState art="broken" title={t('loadFailed')} action={<Button tone="primary" onClick={() => void query.refetch()}>{t('tryAgain')}</Button>}>
        {problemWords(query.error)}
      </EmptyState>
    );
  }
  return <RowsSkeleton />;
}

export interface FormDialogProps {
  title: string;
  description?: string;
  submit: string;
  busy: boolean;
  close: () => void;
  onSubmit: () => void;
  wide?: boolean;
  children: ReactNode;
}

/** A form in a dialog; Ctrl Enter sends it from any field. */
export function FormDialog({ title, description, submit, busy, close, onSubmit, wide = false, children }: FormDialogProps) {
  const t = useStrings(settingsStrings);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit();
    focusInvalid(event.currentTarget);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && close()} title={title} size={wide ? 'wide' : 'normal'} {...(description === undefined ? {} : { description })}>
      <form className="form-d" onSubmit={send} noValidate onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && onSubmit()}>
        {children}
        <div className="row-end">
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="submit" tone="primary" busy={busy}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** For what cannot be undone; everything else acts first and offers Undo. */
export function ConfirmDialog(props: { title: string; body: string; act: string; busy: boolean; close: () => void; confirm: () => void }) {
  const t = useStrings(settingsStrings);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.close()}
      title={props.title}
      description={props.body}
      footer={
        <>
          <Button onClick={props.close}>{t('cancel')}</Button>
          <Button tone="danger" busy={props.busy} onClick={props.confirm}>
            {props.act}
          </Button>
        </>
      }
    />
  );
}

/** What failed, as a toast in plain words. */
export function useFailed(): (error: Error) => void {
  const t = useStrings(settingsStrings);
  const toast = useToast();
  return (error) => void toast({ text: t('notSaved', { reason: problemWords(error) }), tone: 'danger' });
}

/** One dialog at a time: what it is about, or nothing. */
export function useDialog<T>(): [T | undefined, (about: T) => void, () => void] {
  const [about, setAbout] = useState<T>();
  return [about, setAbout, () => setAbout(undefined)];
}
