import type { Provider } from '@nestjs/common';
import { ChannelContexts } from './channels/channel-contexts';
import { Members } from './members/members.service';
import { Profiles } from './session/profile.service';
import { Sessions } from './session/sessions.service';
import { Throttle } from './session/throttle';
import { Setup } from './setup/setup.service';

/** Every service of the product, one line each. */
export const services: Provider[] = [Members, ChannelContexts, Throttle, Sessions, Profiles, Setup];
