import type { ChannelSummary, ConversationView } from '@kontuar/contract';
import { capabilitiesOn, passes, sidesOf, type Side, type SideCapabilities } from '../../app/sides';
import { useNow } from '../../ui';
import type { LocalDraft } from './drafts';

export interface ChosenSide { side: Side; sides: readonly Side[]; capabilities: SideCapabilities | undefined }

/** Where nothing is known yet: the private side, which harms nobody. */
const privately: Side = { side: 'private', way: 'free', until: null };

/** The side that is answered: the one that was chosen, else the one on which the customer spoke last. */
export function chosenSide(sides: readonly Side[], chosen: LocalDraft['side']): Side {
  if (chosen === 'unknown') {
    // Begun in another browser, which alone knows for whom: nobody may be surprised by reading it in public.
    const quiet = sides.find(({ side }) => side === 'private');
    if (quiet !== undefined && passes(quiet)) return quiet;
  }
  return sides.find(({ side }) => side === chosen) ?? sides[0] ?? privately;
}

export function useSide(conversation: ConversationView, channel: ChannelSummary | undefined, chosen: LocalDraft['side']): ChosenSide {
  const sides = sidesOf(conversation, channel?.capabilities, useNow());
  const side = chosenSide(sides, chosen);
  return { side, sides, capabilities: channel === undefined ? undefined : capabilitiesOn(channel.capabilities, side.side) };
}
