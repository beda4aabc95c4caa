import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Handshake } from 'lucide';
import type { LeadView } from '@kontuar/contract';
import { leadOfQuery, worthWords } from '../../app/leads/leads';
import { useCan } from '../../app/me';
import { useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { NextLine, NextStep, StageField, StateTag } from './lead-parts';
import { leadStrings } from './leads.strings';
import { useLeadActs } from './use-lead-acts';

/** In the panel: what they want, where it stands, and what is done next. */
export function LeadSection({ conversationId }: { conversationId: string }) {
  const { data } = useQuery(leadOfQuery(conversationId));
  return data?.lead == null ? null : <Shown key={data.lead.id} of={data.lead} />;
}

function Shown({ of }: { of: LeadView }) {
  const t = useStrings(leadStrings);
  const locale = useLocale();
  const acts = useLeadActs(of);
  const edits = useCan('lead.edit');
  return (
    <section className="led-s" aria-label={t('opening', { code: of.code })}>
      <h3><Icon of={Handshake} size={14} /><Link to="/leads/$leadId" params={{ leadId: of.id }}>{of.code}</Link><span className="grow" /><StateTag of={of} /></h3>
      {of.wants !== '' && <p dir="auto">{of.wants}</p>}
      {of.worth !== null && <p className="mut">{worthWords(locale, of.worth)}</p>}
      <p><NextLine of={of} /></p>
      {of.state === 'open' && <NextStep of={of} acts={acts} edits={edits} />}
      <StageField of={of} acts={acts} edits={edits} />
    </section>
  );
}
