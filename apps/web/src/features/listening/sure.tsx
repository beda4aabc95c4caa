import { useStrings } from '../../i18n';
import { Button, Dialog } from '../../ui';
import { listeningStrings } from './listening.strings';

/** Asked before something is gone for good. */
export function Sure({ title, busy = false, onClose, onSure }: { title: string; busy?: boolean; onClose: () => void; onSure: () => void }) {
  const t = useStrings(listeningStrings);
  return <Dialog open onOpenChange={onClose} title={title} footer={<><Button type="button" onClick={onClose}>{t('cancel')}</Button><Button type="button" tone="danger" busy={busy} onClick={onSure}>{t('removeSource')}</Button></>} />;
}
