import { fold } from '../text/fold';

/** As they are called, then the beginnings that all their forms share (folded). Towns of Poland and what is named beside them. */
const listed = `Warszawa:warszaw Kraków:krakow Łódź:lodz Wrocław:wroclaw Poznań:poznan Gdańsk:gdansk Szczecin:szczecin Bydgoszcz:bydgoszcz Lublin:lublin Białystok:bialyst Katowice:katowic Gdynia:gdyni Częstochowa:czestochow Radom:radom Sosnowiec:sosnow Toruń:torun Kielce:kielc Rzeszów:rzeszow Gliwice:gliwic Zabrze:zabrz Olsztyn:olsztyn Bytom:bytom
  Opole:opol Tychy:tych Rybnik:rybnik Elbląg:elblag Płock:plock Tarnów:tarnow Chorzów:chorzow Koszalin:koszalin Kalisz:kalisz Legnica:legnic Grudziądz:grudziadz Słupsk:slupsk Nowy_Sącz:nowy_sacz,nowym_sacz,nowego_sacz Zakopane:zakopan Sopot:sopo Polska:polsk,poland Niemcy:niemc,niemczech,germany Czechy:czech Słowacja:slowacj,slovakia Ukraina:ukrain,ukraine
  Litwa:litw,lithuania Francja:francj,france Hiszpania:hiszpan,spain Włochy:wloch,wlosze,italy Wielka_Brytania:wielkiej_brytan,wielka_brytan,britain Europa:europ,europe Berlin:berlin Praga:prag,pradze,prague Wiedeń:wiedn,wiedeń,vienna Londyn:london,londyn Paryż:paryz,paris Bruksela:bruksel,brussels`;
interface Place { name: string; starts: readonly (readonly string[])[] }
const places: readonly Place[] = listed.split(/\s+/).map((entry) => { const [name = '', forms = ''] = entry.split(':'); return { name: name.replaceAll('_', ' '), starts: forms.split(',').map((form) => fold(form).split('_')) }; });
const byFirst = new Map<string, Place[]>();
for (const place of places) for (const [first = ''] of place.starts) byFirst.set(first.slice(0, 3), [...(byFirst.get(first.slice(0, 3)) ?? []), place]);
/** Endings that cases leave: "Warszawie", "Krakowem"; not "warszawski". */
const LONGEST_ENDING = 4;
const fits = (word: string, start: string): boolean => word.startsWith(start) && word.length - start.length <= LONGEST_ENDING && !/(sk|ck|ow|nsk)(i|a|ie|im|ich|iego|iej)$/.test(word.slice(start.length));

/** The place that begins at this word, and how many words it takes. */
export function placeAt(words: readonly string[], at: number): { name: string; length: number } | undefined {
  for (const place of byFirst.get((words[at] ?? '').slice(0, 3)) ?? []) {
    const start = place.starts.find((parts) => parts.every((part, offset) => fits(words[at + offset] ?? '', part)));
    if (start !== undefined) return { name: place.name, length: start.length };
  }
  return undefined;
}
