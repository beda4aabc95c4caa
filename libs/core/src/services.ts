import type { Provider } from '@nestjs/common';
import { ChannelContexts } from './channels/channel-contexts';
import { Invitations } from './invitations/invitations.service';
import { MemberDirectory } from './members/directory.service';
import { Members } from './members/members.service';
import { Profiles } from './session/profile.service';
import { Sessions } from './session/sessions.service';
import { Throttle } from './session/throttle';
import { Setup } from './setup/setup.service';
import { Teams } from './teams/teams.service';

/** Every service of the product, one line each. */
export const services: Provider[] = [Members, ChannelContexts, Throttle, Sessions, Profiles, Setup, MemberDirectory, Invitations, Teams];
