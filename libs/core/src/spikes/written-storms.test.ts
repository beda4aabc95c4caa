import { fold } from '@kontuar/language';
import { readMood } from '../moods/mood-of-message';
import { Baseline, HOUR_MS } from './baseline';
import { causeOf, type Said } from './cause';
import { riseOf, windows } from './detect';

/** minute, post below which it stands (or none), words; each by somebody else. */
type Line = readonly [number, string | null, string];
interface WrittenStorm { name: string; perHour: number; said: readonly Line[]; cause: { post: string | null; words: RegExp; isAngry: boolean } | null }

/** What such shops are asked on any day. */
const ordinary = ['Jaka jest cena stołu?', 'Kiedy dostawa do Gdyni?', 'Czy krzesła są dębowe?', 'Dziękuję, piękny stół!', 'Do której czynny salon?', 'How long does delivery take?', 'Is the lamp in stock?', 'Proszę o fakturę', 'Jaki termin realizacji?', 'Czy można odebrać w sklepie?'];

/** Written by hand, as such hours went: what began it, what others joined, what had nothing to do with it. `cause` null: an hour in which nobody should be woken. */
const writtenStorms: readonly WrittenStorm[] = [
  { name: 'a wrong price below an advertisement', perHour: 3, cause: { post: 'sale', words: /^(cen|bled|zl|zlot|koszyk|zamowien|anulow)/, isAngry: true }, said: [
    [0, 'sale', 'W reklamie stół za 499 zł, w koszyku 4999?'], [1, 'sale', 'Cena w koszyku inna niż w reklamie, to oszustwo'], [2, null, 'Do której czynny salon?'], [2, 'sale', 'Zamówiłam za 499 i anulowali zamówienie, skandal'], [3, 'sale', 'U mnie też anulowali zamówienie, bez słowa'], [4, 'sale', 'Cena z reklamy to oferta wiążąca, zgłaszam do UOKiK'],
    [4, 'sale', 'Oszuści, anulowali zamówienie'], [5, 'sale', 'Czy cena 499 jest prawdziwa?'], [6, 'sale', 'W koszyku cena dziesięć razy wyższa, wstyd'], [7, 'sale', 'Anulowali zamówienie i cisza, fatalna obsługa'], [8, 'sale', 'Nie kupujcie, cena w reklamie to kłamstwo'], [9, 'sale', 'Żenada, zamówienie anulowane'], [11, 'sale', 'Kiedy wyjaśnicie tę cenę?'], [12, null, 'Proszę o fakturę'],
  ] },
  { name: 'parcels that a carrier lost', perHour: 4, cause: { post: null, words: /^(paczk|kurier|zgub|sortown)/, isAngry: true }, said: [
    [0, null, 'Gdzie moja paczka? Kurier milczy'], [2, null, 'Paczka stoi w sortowni od piątku'], [3, null, 'Kurier twierdzi, że zgubił paczkę'], [5, null, 'Kolejny dzień bez paczki, to jest nieporozumienie'], [6, null, 'Paczka zgubiona, kto odda pieniądze?'], [7, null, 'Is the lamp in stock?'], [8, null, 'Kurier zgubił paczkę i nikt nie odpowiada'], [9, null, 'Paczka nie dotarła, jestem wściekła'],
    [10, null, 'Podobno kurier zgubił całą paletę paczek, wstyd'], [11, null, 'Paczka z krzesłami zaginęła, żądam zwrotu'], [12, null, 'Kiedy będzie moja paczka?'], [13, null, 'Ten kurier to jakiś koszmar, paczka uszkodzona'], [14, null, 'Zgubiona paczka, zero kontaktu'], [15, null, 'Jaki termin realizacji?'], [16, null, 'Gdzie jest moja paczka?'],
  ] },
  { name: 'a shop that cannot be paid in', perHour: 6, cause: { post: null, words: /^(platnos|payment|blik|blad|error|strona|checkout)/, isAngry: false }, said: [
    [0, null, 'Strona pokazuje błąd płatności'], [1, null, 'Płatność BLIK nie przechodzi'], [2, null, 'Payment error at checkout, what now?'], [2, null, 'Błąd płatności od rana'], [3, null, 'Czy płatność kartą działa? Mam błąd'], [4, null, 'BLIK: błąd, a pieniądze pobrane'], [4, null, 'Czy krzesła są dębowe?'], [5, null, 'Payment fails again and again'], [6, null, 'Błąd płatności trzeci raz'], [7, null, 'Strona nie przyjmuje płatności'],
    [8, null, 'Payment error, my card was charged twice'], [9, null, 'Nie mogę zapłacić, błąd'], [10, null, 'Płatność odrzucona, czy to awaria?'], [11, null, 'Kiedy będzie działać płatność?'], [12, null, 'Payment still broken'], [13, null, 'Błąd płatności i pusty koszyk'], [14, null, 'Dziękuję, już działa? U mnie płatność dalej błąd'],
  ] },
  { name: 'a politician who sat on our chair', perHour: 2, cause: { post: 'minister', words: /^(minist|krzesl|fotel|wywiad)/, isAngry: false }, said: [
    [0, 'minister', 'To na waszym krześle siedział minister w wywiadzie?'], [1, 'minister', 'Minister reklamuje krzesła, ha ha'], [2, 'minister', 'Ile kosztuje krzesło ministra?'], [3, 'minister', 'Minister siedzi, a krzesło skrzypi'], [4, 'minister', 'Krzesło lepsze niż minister'], [5, 'minister', 'Czy minister dostał krzesło za darmo?'], [6, 'minister', 'Gdzie kupić krzesło z wywiadu?'], [7, 'minister', 'Minister na krześle, a my na stołkach'], [8, 'minister', 'To krzesło jest drogie, panie ministrze'], [9, 'minister', 'Wywiad obejrzany tylko dla krzesła'], [10, 'minister', 'Minister ma gust do krzeseł'],
  ] },
  { name: 'a video that says a table made somebody ill', perHour: 3, cause: { post: 'video', words: /^(lakier|smrod|alergi|film|formald|bada)/, isAngry: true }, said: [
    [0, 'video', 'Film o lakierze widzieliście? Truciciele'], [1, 'video', 'Po waszym stole mam alergię, ten lakier to trucizna'], [1, 'video', 'Czy ten lakier ma badania?'], [2, 'video', 'Lakier śmierdzi formaldehydem, skandal'], [3, 'video', 'Oddaję stół, lakier szkodzi dzieciom'], [3, 'video', 'Pokażcie badania lakieru, inaczej zgłaszam'], [4, 'video', 'Straszne, mam ten stół w pokoju dziecka'], [4, 'video', 'Kłamiecie o lakierze, wstyd'], [5, 'video', 'Film z badaniem lakieru mówi wszystko'], [6, 'video', 'Żądam zwrotu za stół z tym lakierem'], [7, 'video', 'Alergia po tygodniu, ten lakier jest okropny'],
  ] },
  { name: 'an ordinary evening', perHour: 12, cause: null, said: Array.from({ length: 14 }, (_, index) => [index * 4, index % 4 === 0 ? 'sofa' : null, ordinary[index % ordinary.length] ?? ''] as const) },
  { name: 'one angry customer who writes nine times, the last ones quickly', perHour: 8, cause: null, said: ['Halo?', 'Jest tam kto?', 'Czekam', 'To skandal', 'Odpiszcie', 'Halo!', 'Ile można', 'Piszę do rzecznika', 'Żegnam'].map((text, index) => [index < 5 ? index * 6 : 25 + index, null, text] as const) },
  { name: 'thanks after a kind post, spread over an hour', perHour: 10, cause: null, said: Array.from({ length: 20 }, (_, index) => [index * 3, index % 2 === 0 ? 'thanks' : null, index % 2 === 0 ? 'Dziękuję, piękny gest!' : (ordinary[index % ordinary.length] ?? '')] as const) },
];

const NOW = 490_000;
const saidAt = (minute: number, postId: string | null, text: string, author: string): Said => ({ id: author, text, postId, authorId: author, mood: readMood({ text }, undefined).mood?.label ?? null, at: new Date(NOW * HOUR_MS + minute * 60_000) });

/** Minute by minute, after four ordinary weeks: the minute of the alert, and what it says. */
function live({ perHour, said }: WrittenStorm) {
  const baseline = new Baseline(Array.from({ length: 4 * 168 }, (_, index) => ({ hour: NOW - 4 * 168 + index, count: perHour })), NOW, NOW - 4 * 168);
  const all = said.map(([minute, post, text], index) => saidAt(minute, post, text, `now ${index}`));
  const before = Array.from({ length: 200 }, (_, index) => saidAt(-60 - index, index % 3 === 0 ? 'sofa' : null, ordinary[index % ordinary.length] ?? '', `before ${index}`));
  const within = (minute: number, minutes: number) => all.filter(({ at }) => at.getTime() <= NOW * HOUR_MS + minute * 60_000 && at.getTime() > NOW * HOUR_MS + (minute - minutes) * 60_000);
  for (let minute = 0; minute < 60; minute += 1) {
    const rise = riseOf(baseline, NOW * HOUR_MS + minute * 60_000, windows.map((windowMinutes) => ({ windowMinutes, count: within(minute, windowMinutes).length })));
    if (rise !== undefined) return { minute, cause: causeOf(within(minute, rise.windowMinutes), before) };
  }
  return undefined;
}

const lived = writtenStorms.map((storm) => ({ storm, alert: live(storm) }));

it('hears written storms, names what began them, and wakes nobody for an ordinary hour', () => {
  const storms = lived.filter(({ storm }) => storm.cause !== null);
  const minutes = storms.flatMap(({ alert }) => alert?.minute ?? []).sort((a, b) => a - b);
  if (process.env['FIGURES'] !== undefined) process.stdout.write(`${JSON.stringify({ storms: storms.length, heard: minutes.length, quiet: lived.length - storms.length, wrong: lived.filter(({ storm, alert }) => storm.cause === null && alert !== undefined).length, medianMinutes: minutes[minutes.length >> 1], slowest: minutes.at(-1) })}\n`);
  expect(lived.map(({ storm, alert }) => [storm.name, alert !== undefined])).toEqual(writtenStorms.map(({ name, cause }) => [name, cause !== null]));
  expect(Math.max(...minutes)).toBeLessThanOrEqual(12);
});

it.each(lived.flatMap(({ storm, alert }) => (storm.cause === null || alert === undefined ? [] : [[storm.name, storm.cause, alert.cause] as const])))('says of %s which post, which words and what mood it is', (_, expected, cause) => {
  expect(cause.postId).toBe(expected.post);
  expect(cause.words.some((word) => expected.words.test(fold(word))) ? 'named' : cause.words).toBe('named');
  expect([cause.negative, cause.negative > cause.negativeUsual + 0.25]).toEqual([cause.negative, expected.isAngry]);
  expect(cause.sampleIds).toHaveLength(3);
});
