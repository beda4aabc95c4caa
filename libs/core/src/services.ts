import type { Provider } from '@nestjs/common';
import { ChannelContexts } from './channels/channel-contexts';
import { Members } from './members/members.service';

/** Every service of the product, one line each. */
export const services: Provider[] = [Members, ChannelContexts];
