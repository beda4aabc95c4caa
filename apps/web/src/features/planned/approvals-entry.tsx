import './planned.css';
import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide';
import { useState } from 'react';
import { lazily } from '../../app/lazily';
import { useCan } from '../../app/me';
import { rowMarkStrings } from '../../app/views/row-marks.strings';
import { approvalsQuery } from '../../app/planned/queries';
import { formatSpan, useStrings } from '../../i18n';
import { Icon, useNow } from '../../ui';

const ApprovalsPick = lazily(() => import('./approvals-pick').then((part) => part.ApprovalsPick));

/** Beside the views: how many answers wait for this member's yes, and since when. */
export function ApprovalsEntry() {
  const t = useStrings(rowMarkStrings);
  const now = useNow();
  const may = useCan('message.approve');
  const { data } = useQuery({ ...approvalsQuery, enabled: may });
  const [open, setOpen] = useState(false);
  const items = data?.items ?? [];
  // Most members never approve anything: the entry is there when something is.
  if (items.length === 0 && !open) return null;
  const oldest = items[0]?.planned.approval?.since;
  return (
    <>
      <button type="button" className="nv ap-e" onClick={() => setOpen(true)}>
        <Icon of={ShieldCheck} />
        <span className="ell grow">{t('approvalsNav')}</span>
        {oldest !== undefined && <span className="mut">{formatSpan(now.getTime() - Date.parse(oldest))}</span>}
        <span>{items.length}</span>
      </button>
      {open && <ApprovalsPick items={items} onClose={() => setOpen(false)} />}
    </>
  );
}
