import { correctionOf, learnMatters, MOST_CORRECTIONS, type MatterCorrection } from './lessons';
import { matterOf } from './matter';

const said = (member: string, matter: string, text: string): MatterCorrection => correctionOf(member, matter, text) as MatterCorrection;
const own = ['invoices'];

describe('what corrections teach', () => {
  it('is to guess what says something alike, one of the workspace’s own too, and nothing of the rest', () => {
    const learnt = learnMatters([said('ola', 'invoices', 'Poproszę duplikat faktury za marzec')]);
    expect(matterOf('Poproszę duplikat faktury za maj', { learnt, own }).matter).toBe('invoices');
    for (const text of ['Składam reklamację, żądam zwrotu pieniędzy', 'Kiedy otwieracie w sobotę?', 'Super obsługa, polecam']) expect(matterOf(text, { learnt, own }).matter).toBe(matterOf(text).matter);
  });

  it('is nothing where the guess was right and sure', () => {
    expect(learnMatters([said('ola', 'claim', 'Na podstawie rękojmi składam reklamację i żądam zwrotu pieniędzy za wadliwy, pęknięty czajnik')]).weights).toEqual({});
  });

  it('is bounded: who says a thousand times that a word means a claim, does not turn the guess of others', () => {
    const learnt = learnMatters(Array.from({ length: 1000 }, (_, n) => said('troll', 'claim', `paczka ${'abcdefghij'[n % 10]?.repeat(5)}`)));
    for (const text of ['Kiedy dotrze moja paczka?', 'Gdzie jest paczka? Zamówienie 1120', 'Paczka przyszła szybko, polecam, super obsługa']) expect({ text, matter: matterOf(text, { learnt }).matter }).toEqual({ text, matter: matterOf(text).matter });
  });

  it('weighs more when several people say it', () => {
    const text = 'Duplikat na jutro';
    const chance = (members: string[]) => matterOf(text, { learnt: learnMatters(members.flatMap((member) => [said(member, 'lead', text), said(member, 'lead', text)])) }).odds.find(({ matter }) => matter === 'lead')?.probability ?? 0;
    expect(chance(['ola', 'jan', 'ewa'])).toBeGreaterThan(chance(['ola']));
  });

  it('comes from the latest alone, and is the same for the same corrections', () => {
    const old = said('ola', 'invoices', 'Poproszę duplikat faktury');
    const fresh = Array.from({ length: MOST_CORRECTIONS }, () => said('jan', 'question', 'Kiedy otwieracie?'));
    expect(learnMatters([old, ...fresh])).toEqual(learnMatters(fresh));
  });

  it('keeps no words', () => {
    expect(JSON.stringify(learnMatters([said('ola', 'lead', 'Pan Zygfryd Kociołek mieszka w Pcimiu')]))).not.toMatch(/zyg|koc|pci/i);
    expect(JSON.stringify(said('ola', 'lead', 'Pan Zygfryd Kociołek mieszka w Pcimiu'))).not.toMatch(/zyg|koc|pci/i);
  });
});
