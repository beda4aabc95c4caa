import { guessZone, zoneOfPhone, type ZoneSigns } from './guess';

const winter = new Date('2026-11-22T10:00:00Z');
const guess = (signs: Partial<ZoneSigns>) => guessZone({ byHand: null, phones: [], browser: null, country: null, mail: null, language: null, workspace: 'Europe/Warsaw', ...signs });

describe('the time zone of a customer', () => {
  it('is what somebody set by hand, whatever else speaks for another', () => {
    expect(guess({ byHand: 'Asia/Tokyo', phones: ['+48600555214'] })).toEqual({ timeZone: 'Asia/Tokyo', evidence: [{ kind: 'hand', value: 'Asia/Tokyo' }], sure: true });
  });

  it('follows the telephone number, with or without spaces', () => {
    expect(guess({ phones: ['+353 87 123 45 67'] })).toEqual({ timeZone: 'Europe/Dublin', evidence: [{ kind: 'phone', value: '+353' }], sure: true });
    expect(guess({ phones: ['0048 600 555 214'] }).timeZone).toBe('Europe/Warsaw');
    expect(guess({ phones: ['600 555 214'] }).evidence[0]?.kind).toBe('workspace');
  });

  it('takes the longest prefix, and is not sure in countries with several zones', () => {
    expect(zoneOfPhone('+380441234567')?.zone).toBe('Europe/Kyiv');
    expect(zoneOfPhone('+4144123456')?.zone).toBe('Europe/Zurich');
    expect(guess({ phones: ['+12125550100'] })).toMatchObject({ timeZone: 'America/New_York', sure: false });
  });

  it('believes the browser before the number', () => {
    expect(guess({ browser: 'Atlantic/Canary', phones: ['+48600555214'] })).toMatchObject({ timeZone: 'Atlantic/Canary', sure: true });
    expect(guess({ browser: 'Mars/Olympus', phones: ['+48600555214'] }).timeZone).toBe('Europe/Warsaw');
  });

  it('lets a mail’s offset confirm a guess, or correct it', () => {
    expect(guess({ language: 'pl', mail: { offsetMinutes: 60, at: winter } })).toEqual({ timeZone: 'Europe/Warsaw', evidence: [{ kind: 'language', value: 'pl' }, { kind: 'mail', value: '+01:00' }], sure: true });
    expect(guess({ phones: ['+12125550100'], mail: { offsetMinutes: -480, at: winter } })).toEqual({ timeZone: 'America/Los_Angeles', evidence: [{ kind: 'mail', value: '−08:00' }], sure: false });
    // The same offset is another place in summer.
    expect(guess({ mail: { offsetMinutes: 60, at: new Date('2026-07-01T10:00:00Z') } }).timeZone).toBe('Europe/London');
  });

  it('takes an offset of nought for what it mostly is: a program that writes in Greenwich time', () => {
    expect(guess({ language: 'pl', mail: { offsetMinutes: 0, at: winter } })).toEqual({ timeZone: 'Europe/Warsaw', evidence: [{ kind: 'language', value: 'pl' }], sure: false });
  });

  it('knows half hours, and says nothing by a language that half the world speaks', () => {
    expect(guess({ mail: { offsetMinutes: 330, at: winter } })).toEqual({ timeZone: 'Asia/Kolkata', evidence: [{ kind: 'mail', value: '+05:30' }], sure: false });
    expect(guess({ language: 'en', workspace: 'Europe/Dublin' })).toEqual({ timeZone: 'Europe/Dublin', evidence: [{ kind: 'workspace', value: 'Europe/Dublin' }], sure: false });
  });
});
