import type { ChannelSummary, ConversationView } from '@kontuar/contract';
import { capabilitiesOn, sidesOf, type Side, type SideCapabilities } from '../../app/sides';
import { useNow } from '../../ui';
import type { LocalDraft } from './drafts';

export interface ChosenSide { side: Side; sides: readonly Side[]; capabilities: SideCapabilities | undefined }

/** Where nothing is known yet: the private side, which harms nobody. */
const privately: Side = { side: 'private', way: 'free', until: null };

/** There was a private way when the words were written, and there is none now. */
const shut: Side = { side: 'private', way: 'closed', until: null };

/** The side that is answered: the one that was chosen, else the one on which the customer spoke last. */
export function chosenSide(sides: readonly Side[], chosen: LocalDraft['side']): Side {
  if (chosen === 'unknown') {
    // Begun where nobody said for whom: nobody may be surprised by reading it in public.
    const quiet = sides.find(({ side }) => side === 'private');
    if (quiet !== undefined) return quiet;
  }
  // What was meant for one person does not become public because the private way is gone.
  return sides.find(({ side }) => side === chosen) ?? (chosen === 'private' && sides.length > 0 ? shut : sides[0] ?? privately);
}

export function useSide(conversation: ConversationView, channel: ChannelSummary | undefined, chosen: LocalDraft['side']): ChosenSide {
  const open = sidesOf(conversation, channel?.capabilities, useNow());
  const side = chosenSide(open, chosen);
  const sides = open.includes(side) || open.length === 0 ? open : [...open, side];
  return { side, sides, capabilities: channel === undefined ? undefined : capabilitiesOn(channel.capabilities, side.side) };
}
