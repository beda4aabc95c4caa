import type { Emission } from './feed';
import { packEmissions, unpackEmissions } from './packed';

const event = (text: string) => ({ type: 'channel.health', workspaceSeq: 7, at: '2026-11-22T10:00:00.000Z', channelId: 'c', state: text }) as Emission['event'];

describe('emissions on their way to the sockets', () => {
  it('arrive as they left, in their order, whatever a customer wrote', () => {
    const emissions: Emission[] = [
      { rooms: ['w:1'], except: [], event: event('one\ntwo\r\n\u2028 "three" \\n') },
      { rooms: ['c:1', 'm:2'], except: ['all:1'], event: event('') },
    ];
    const packed = unpackEmissions(packEmissions(emissions));
    expect(packed.map(({ json, ...to }) => ({ rooms: to.rooms, except: to.except, event: JSON.parse(json) as unknown }))).toEqual(emissions);
    expect(packed.map(({ type }) => type)).toEqual(['channel.health', 'channel.health']);
  });

  it('may be none', () => {
    expect(unpackEmissions(packEmissions([]))).toEqual([]);
  });
});
