import type { Role } from '@kontuar/contract';

/** From most to least; the order in which they are offered. */
export const roles = ['owner', 'admin', 'supervisor', 'agent', 'brand_analyst'] as const satisfies readonly Role[];

export const roleWords = {
  owner: ['roleOwner', 'roleOwnerHelp'],
  admin: ['roleAdmin', 'roleAdminHelp'],
  supervisor: ['roleSupervisor', 'roleSupervisorHelp'],
  agent: ['roleAgent', 'roleAgentHelp'],
  brand_analyst: ['roleAnalyst', 'roleAnalystHelp'],
} as const satisfies Record<Role, readonly [string, string]>;

/** Only an owner makes owners. */
export function grantable(mine: Role): Role[] {
  return roles.filter((role) => mine === 'owner' || role !== 'owner');
}
