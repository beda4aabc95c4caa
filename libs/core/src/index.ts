export { migrate } from './migrate';
export { CoreModule, type Foundation } from './core.module';
export { openFoundation } from './foundation';
export * from './errors';
export * from './tokens';
export type { Actor, MemberActor, Resource, SystemActor } from './access/actor';
export { can, seesEverything, verbsOf, visibleConversations } from './access/can';
export { actorOf, chainHash, record, type ChainedEvent, type Happening } from './history/history';
export { Members } from './members/members.service';
