import { readVerb } from './verbs';

describe('verbs of the palette', () => {
  it.each([
    ['reassign to Iga', 'assign', 'Iga'], ['przekaż Idze', 'assign', 'Idze'], ['snooze until tomorrow 9', 'snooze', 'tomorrow 9'], ['odłóż do jutra', 'snooze', 'jutra'],
    ['ODLOZ na poniedziałek rano', 'snooze', 'poniedziałek rano'], ['go to Claims', 'go', 'Claims'], ['idź do Reklamacje', 'go', 'Reklamacje'], ['theme', 'theme', ''], ['motyw ciemny', 'theme', 'ciemny'],
    ['priorytet pilny', 'priority', 'pilny'], ['cofnij', 'undo', ''], ['log a call', 'new', 'call'],
  ])('%s', (query, verb, rest) => expect(readVerb(query)).toEqual({ verb, rest }));

  it.each(['', 'sno', 'Marta', 'tagliatelle', 'gogo', 'showroom'])('“%s” is no verb', (query) => expect(readVerb(query)).toBeNull());
});
