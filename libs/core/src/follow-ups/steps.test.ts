import { builtInPresets, fillStep, stepDueAt, stepTimes } from './steps';

const warsaw = { timeZone: 'Europe/Warsaw', businessDays: false };
const working = { timeZone: 'Europe/Warsaw', businessDays: true };
const days = (amount: number) => ({ after: { amount, unit: 'days' as const } });
const due = (from: string, step: { after: { amount: number; unit: 'minutes' | 'hours' | 'days' } }, clock = warsaw) => stepDueAt(new Date(from), step, clock).toISOString();

describe('when a step of a follow-up comes', () => {
  it('counts days on the customer’s clock, also over its change', () => {
    expect(due('2026-10-23T07:00:00Z', days(2))).toBe('2026-10-25T08:00:00.000Z');
    expect(due('2026-03-27T08:00:00Z', days(2))).toBe('2026-03-29T07:00:00.000Z');
  });

  it('counts hours as hours', () => {
    expect(due('2026-10-24T23:30:00Z', { after: { amount: 3, unit: 'hours' } })).toBe('2026-10-25T02:30:00.000Z');
  });

  it('leaves weekends out when business days are asked for', () => {
    // Thursday 20 November 2026 is a Friday.
    expect(due('2026-11-20T10:00:00Z', days(2), working)).toBe('2026-11-24T10:00:00.000Z');
    expect(due('2026-11-21T10:00:00Z', days(1), working)).toBe('2026-11-23T10:00:00.000Z');
    expect(due('2026-11-20T10:00:00Z', { after: { amount: 20, unit: 'hours' } }, working)).toBe('2026-11-23T06:00:00.000Z');
  });

  it('takes the weekend of the customer’s own calendar', () => {
    // Saturday evening in Warsaw is Sunday already in Auckland; Sunday there is still Saturday in Los Angeles.
    expect(due('2026-11-20T12:30:00Z', days(1), { timeZone: 'Pacific/Auckland', businessDays: true })).toBe('2026-11-22T12:30:00.000Z');
  });

  it('counts each step from the one before', () => {
    const [first] = builtInPresets('en', 'en');
    expect(stepTimes(new Date('2026-11-23T10:00:00Z'), first?.steps ?? [], working).map((at) => at.toISOString().slice(0, 10))).toEqual(['2026-11-25', '2026-11-27', '2026-12-01']);
  });
});

describe('what a step says', () => {
  const words = { contactName: 'James Parker', agentName: 'Zofia Maj', workspaceName: 'Dom Lipowy', number: 412 };
  it('fills in names and number', () => {
    expect(fillStep('Hello {{contact.first}}, about {{ conversation.number }}: {{agent.name}}, {{workspace.name}}', words)).toBe('Hello James, about 412: Zofia Maj, Dom Lipowy');
  });
  it('leaves no hole for a customer who is known by a handle alone', () => {
    expect(fillStep('Hello {{contact.first}}, are you there?', { ...words, contactName: 'ania.remontuje' })).toBe('Hello, are you there?');
  });
  it('leaves what it does not know for everybody to see', () => {
    expect(fillStep('Order {{order}}', words)).toBe('Order {{order}}');
  });
  it('speaks to the customer in their language, under a name in the agent’s', () => {
    const [preset] = builtInPresets('pl', 'en');
    expect(preset?.name).toBe('In 2 days, once more, then close');
    expect(preset?.steps[0]?.text).toMatch(/^Dzień dobry/);
    expect(builtInPresets(null, 'pl')[0]?.steps[0]?.text).toMatch(/^Dzień dobry/);
  });
});
