import { emissions, EMISSIONS, packEmissions, type Published, type Publisher } from '@kontuar/core';
import type { Pulse } from '@kontuar/platform';

/** Every api listens on the pulse: in this process, or over Redis. One call for a round of the relay, however much happened in it. */
export function pulsePublisher(pulse: Pulse): Publisher {
  return {
    publish: (events: readonly Published[]) => {
      const told = events.flatMap(emissions);
      if (told.length > 0) pulse.publish(EMISSIONS, packEmissions(told));
    },
  };
}
