import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { ChannelView, ConnectorView } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { consentStrings } from './consent.strings';
import { changeChannel } from './queries';
import { formOf, isShown, type JsonSchema } from './settings-schema';
import { useConsent, type Consent } from './use-consent';

export interface Renewal {
  /** The platform has a screen of its own for it, and the channel has what must be known before. */
  offered: boolean;
  consent: Consent;
  start: () => void;
  /** Where the channel had no account yet, and the consent opened several: with the one that was chosen. */
  save: () => void;
  saving: boolean;
  /** Why the new access was not taken. */
  problem: Error | null;
  /** Rises with each renewal: what was read of the old access is stale. */
  round: number;
}

/** New access for a channel that exists: away to the platform's screen and back, and the channel has it without another press. */
export function useRenewal(channel: ChannelView, connector: ConnectorView): Renewal {
  const t = useStrings(consentStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const consent = useConsent(connector.id, channel.id);
  const fields = useMemo(() => formOf(connector.settingsSchema as JsonSchema), [connector]);
  const offered = connector.consent !== null && connector.consent.needs.every((key) => isGiven(channel.settings[key]) && fields.some((field) => field.key === key && isShown(field, channel.settings)));
  const [round, setRound] = useState(0);
  const save = useMutation({
    mutationFn: (consentId: string) => changeChannel(cache, channel.id, { consentId, choice: consent.choice }),
    onSuccess: (saved) => {
      consent.stop();
      setRound((before) => before + 1);
      toast({ text: t('renewed', { name: saved.name }) });
    },
  });
  const { mutate, isIdle } = save;
  const ready = consent.state === 'ready' && consent.choices.length === 1 ? consent.id : undefined;
  useEffect(() => { if (ready !== undefined && isIdle) mutate(ready); }, [ready, isIdle, mutate]);
  return {
    offered, consent, saving: save.isPending, problem: save.error, round,
    start: () => {
      save.reset();
      consent.start({});
    },
    save: () => { if (consent.id !== undefined) mutate(consent.id); },
  };
}

/** A secret that is set is told as true. */
const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
