import type { ChannelSummary } from '@kontuar/contract';
import { channelsFor } from './channels-for';

const channel = (connectorId: string, capabilities: Partial<ChannelSummary['capabilities']>, state: ChannelSummary['state'] = 'ok') => ({ id: connectorId, connectorId, capabilities, state }) as ChannelSummary;

describe('where a conversation can begin', () => {
  const phone = channel('phone', { logOnly: true, startConversation: true });
  const counter = channel('counter', { logOnly: true, startConversation: true });
  const mail = channel('letters', { startConversation: true });

  it('takes the phone for calls and the counter for visits', () => {
    expect(channelsFor('call', [phone, counter, mail])).toEqual([phone]);
    expect(channelsFor('visit', [phone, counter, mail])).toEqual([counter]);
  });

  it('writes first only where that is possible, and not on a paused channel', () => {
    expect(channelsFor('write', [phone, mail, channel('chat', { startConversation: false }), channel('second', { startConversation: true }, 'paused')])).toEqual([mail]);
  });

  it('uses any other place that only keeps a log, when the one that was meant is missing', () => {
    const fair = channel('fair', { logOnly: true });
    expect(channelsFor('visit', [phone, fair])).toEqual([fair]);
    expect(channelsFor('visit', [phone])).toEqual([]);
  });
});
