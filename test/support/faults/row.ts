import { capabilitiesFor } from '@kontuar/contract';
import type { Product } from '../channel-at-work';
import type { Played } from '../played';
import type { PlatformModule, Simulated } from '../../platforms/platform';
import { allConnectors } from '../../../libs/connectors/src/all';
import type { Capabilities } from '../../../libs/connectors/src/contract';

/** What platforms do, and do wrong; every platform shows each of them, or `absent.ts` says why it never will. */
export const faults = [
  'plain', 'proof', 'duplicate', 'parallel duplicate', 'out of order', 'edit', 'edit first', 'deletion', 'deletion first', 'delivered first', 'read', 'bad item in a batch', 'nobody named', 'unknown event', 'unknown message',
  '5 MB', 'old signature', 'wrong signature', 'rate limit', 'server error', 'cut after accepting', 'expired access', 'forbidden', 'blocked', 'too long', 'window closed', 'answered elsewhere', 'comment', 'hide', 'like', 'picture',
] as const;
export type Fault = (typeof faults)[number];

/** What a module offers, asked of a simulation that nobody is connected to. */
export interface Offer {
  id: string;
  sim: Simulated;
  /** How it tells: it calls us, over a connection that we hold, or when it is asked. */
  way: 'webhook' | 'connection' | 'asked';
  capabilities: Capabilities;
}

export interface Scene { played: Played; product: Product; can: Offer }

export interface Row {
  fault: Fault;
  name: string;
  fits(can: Offer): boolean;
  test(scene: Scene): Promise<void>;
}

export function offerOf(module: PlatformModule): Offer {
  const sim = module.create({ root: 'http://127.0.0.1:1', now: () => new Date(), emit: () => undefined });
  void sim.close?.();
  const connector = allConnectors.find(({ id }) => id === module.id);
  if (connector === undefined) throw new Error(`no connector for ${module.id}`);
  return { id: module.id, sim, way: sim.webhook !== undefined ? 'webhook' : sim.push !== undefined ? 'connection' : 'asked', capabilities: connector.capabilities };
}

/** For rows that fit wherever a customer can do that at all. */
export const whoCan = (...acts: (keyof Simulated)[]) => ({ sim }: Offer): boolean => acts.every((act) => sim[act] !== undefined);
export const told = ({ way }: Offer): boolean => way !== 'asked';
export const called = ({ way }: Offer): boolean => way === 'webhook';
export const inPublic = ({ capabilities }: Offer): Omit<Capabilities, 'publicly'> => capabilitiesFor(capabilities, 'public');
