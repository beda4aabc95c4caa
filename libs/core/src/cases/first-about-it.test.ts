import { firstAboutIt, type Said } from './first-about-it';

const they = (text: string, hasFiles = false): Said => ({ fromCustomer: true, text, hasFiles });
const we = (text = 'Odpowiadamy'): Said => ({ fromCustomer: false, text, hasFiles: false });
const question = they('Czy stół Lira jest dostępny w kolorze białym? Kiedy będzie w sklepie?');
const claim = they('Składam reklamację. Noga stołu pękła, żądam zwrotu pieniędzy.');
const report = they('The table arrived damaged, one leg is broken.');

describe('the first word about what a case is opened for', () => {
  it('is the claim, not a question that was asked and answered before', () => {
    expect(firstAboutIt([question, we(), claim])).toBe(2);
    expect(firstAboutIt([they('Dzień dobry'), we(), question, we(), they('Dziękuję bardzo!'), we('Do usług'), claim, we()])).toBe(6);
    expect(firstAboutIt([they('What are your opening hours on Saturday?'), we(), report, we(), claim])).toBe(2);
  });

  it('is whatever may have been the beginning of it: what nobody can read, a picture, a fault told without a claim, a question that nobody answered', () => {
    expect(firstAboutIt([report, we(), claim])).toBe(0);
    expect(firstAboutIt([they('', true), we(), claim])).toBe(0);
    expect(firstAboutIt([they('Coś jest nie tak z blatem'), we(), claim])).toBe(0);
    expect(firstAboutIt([they('Co to jest?', true), we(), question, we(), claim])).toBe(0);
    expect(firstAboutIt([question, claim])).toBe(0);
    expect(firstAboutIt([question, we(), they('', true), we(), claim])).toBe(2);
  });

  it('is the very first where no word speaks of a fault, or where there is but one', () => {
    expect(firstAboutIt([question, we(), question])).toBe(0);
    expect(firstAboutIt([question, we(), they('???'), we(), they('hmm')])).toBe(0);
    expect(firstAboutIt([question])).toBe(0);
    expect(firstAboutIt([we(), claim, we()])).toBe(1);
    expect(firstAboutIt([we()])).toBeUndefined();
  });

  it('is never a later word than the first that speaks of a fault, and a customer’s, however they follow one another', () => {
    const all = [question, claim, report, we(), they('', true), they('Dziękuję'), they('ok'), they('Hello'), they('Ile kosztuje dostawa do Krakowa?')];
    let state = 7;
    const random = (below: number) => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % below;
    for (let round = 0; round < 300; round += 1) {
      const thread = Array.from({ length: 1 + random(9) }, () => all[random(all.length)] as Said);
      const found = firstAboutIt(thread);
      const spoken = thread.findIndex((message) => message === claim || message === report);
      if (found === undefined) expect(thread.some(({ fromCustomer }) => fromCustomer)).toBe(false);
      else expect([thread[found]?.fromCustomer, spoken < 0 || found <= spoken]).toEqual([true, true]);
      // Without a word about a fault it is the first of all.
      if (found !== undefined && spoken < 0) expect(found).toBe(thread.findIndex(({ fromCustomer }) => fromCustomer));
    }
  });
});
