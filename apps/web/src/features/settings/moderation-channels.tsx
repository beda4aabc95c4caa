import { useQuery } from '@tanstack/react-query';
import { channelsQuery } from '../../app/directory';
import { useStrings } from '../../i18n';
import { Check } from '../../ui';
import { moderationStrings } from '../../app/moderation/moderation.strings';

/** All, or those that are chosen; the last one that is taken away means all again. */
export function ChannelChecks({ chosen, onChange }: { chosen: readonly string[] | null; onChange: (ids: string[] | null) => void }) {
  const t = useStrings(moderationStrings);
  const { data: channels = [] } = useQuery(channelsQuery);
  const toggle = (id: string, on: boolean) => {
    const next = on ? [...(chosen ?? []), id] : (chosen ?? []).filter((each) => each !== id);
    onChange(next.length === 0 ? null : next);
  };
  if (channels.length < 2 && chosen === null) return null;
  return (
    <fieldset className="mod-l"><legend>{t('channels')}</legend>
      <Check checked={chosen === null} disabled={chosen === null} onCheckedChange={(on) => { if (on) onChange(null); }}>{t('allChannels')}</Check>
      <div className="pick-l">{channels.map(({ id, name }) => <Check key={id} checked={chosen?.includes(id) === true} onCheckedChange={(on) => toggle(id, on)}>{name}</Check>)}</div>
    </fieldset>
  );
}
