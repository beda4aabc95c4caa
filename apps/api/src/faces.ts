import type { Provider, Type } from '@nestjs/common';
import { ChannelsController } from './channels/channels.controller';
import { ConnectorsController } from './channels/connectors.controller';
import { HealthController } from './health/health.controller';
import { InvitationsController } from './members/invitations.controller';
import { MembersController } from './members/members.controller';
import { SessionController } from './session/session.controller';
import { SetupController } from './session/setup.controller';
import { TeamsController } from './teams/teams.controller';

/** Every HTTP controller, a line each. */
export const controllers: Type[] = [
  HealthController, SetupController, SessionController, MembersController, InvitationsController, TeamsController,
  ConnectorsController, ChannelsController,
];

/** Socket gateways and what else lives as long as the api does. */
export const gateways: Provider[] = [];
