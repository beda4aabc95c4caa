import { readReply } from './reply-command';

describe('a reply to a notice', () => {
  it.each(['I will take this one.', 'The /customer is right', 'Yes.\n/customer\nlater', '/customers\nall', '/customer is at the door'])('is for the team: %s', (text) => {
    expect(readReply(text)).toEqual({ to: 'team', text });
  });

  it.each([['/customer\nIt comes on Friday.', 'It comes on Friday.'], ['/Klient:\r\n\r\nBędzie w piątek.', 'Będzie w piątek.'], ['\n /customer\nA\nB', 'A\nB'], ['/klient', '']])('is for the customer when its first line says so: %s', (text, rest) => {
    expect(readReply(text)).toEqual({ to: 'customer', text: rest });
  });
});
