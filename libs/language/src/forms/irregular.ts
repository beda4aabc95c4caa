import { fold } from '../text/fold';

/** Words whose forms no rule of ours makes, or makes too many of: all forms of each, the one by which it is called first. */
const lines = `
pies psa psu psem psie psy psów psom psami psach
lew lwa lwu lwowi lwem lwie lwy lwów lwom lwami lwach
sen snu snowi snem śnie sny snów snom snami snach
len lnu lnowi lnem lnie lny lnów
bez bzu bzem bzie bzy bzów bzom bzami bzach
mech mchu mchem mchy mchów mchom mchami mchach
kieł kła kłem kle kły kłów kłom kłami kłach
ocet octu octem occie octowi octy octów
szew szwu szwem szwie szwy szwów szwom szwami szwach
chrzest chrztu chrztem chrzcie chrzty chrztów chrztom chrztami chrztach
dzień dnia dniu dniowi dniem dni dnie dniom dniami dniach
tydzień tygodnia tygodniu tygodniowi tygodniem tygodnie tygodni tygodniom tygodniami tygodniach
człowiek człowieka człowiekowi człowiekiem człowieku człowiecze ludzie ludzi ludziom ludźmi ludziach
rok roku rokowi rokiem lata lat latom latami latach
lato lata latu latem lecie lat latom latami latach
las lasu lasowi lasem lesie lasy lasów lasom lasami lasach
brat brata bratu bratem bracie bracia braci braciom braćmi braciach
ksiądz księdza księdzu księdzem księże księża księży księżom księżmi księżach
ojciec ojca ojcu ojcem ojcze ojcowie ojców ojcom ojcami ojcach
kolega kolegi koledze kolegę kolegą kolego koledzy kolegów kolegom kolegami kolegach
przyjaciel przyjaciela przyjacielowi przyjacielem przyjacielu przyjaciele przyjaciół przyjaciołom przyjaciółmi przyjaciołach
bóg boga bogu bogiem boże bogowie bogów bogom bogami bogach
kozioł kozła kozłowi kozłem koźle kozły kozłów kozłom kozłami kozłach
kocioł kotła kotłowi kotłem kotle kotły kotłów kotłom kotłami kotłach
osioł osła osłowi osłem ośle osły osłów osłom osłami osłach
dziecko dziecka dziecku dzieckiem dzieci dzieciom dziećmi dzieciach
ręka ręki ręce rękę ręką ręko ręku rąk rękom rękami rękoma rękach
oko oka oku okiem oczy oczu oczom oczami oczyma oczach
ucho ucha uchu uchem uszy uszu uszom uszami uszyma uszach
mucha muchy muchę muchą mucho much muchom muchami muchach
wieś wsi wsią wsie wsiom wsiami wsiach
krew krwi krwią
brew brwi brwią brwiom brwiami brwiach
cześć czci czcią
łokieć łokcia łokciowi łokciem łokciu łokcie łokci łokciom łokciami łokciach
paznokieć paznokcia paznokciowi paznokciem paznokciu paznokcie paznokci paznokciom paznokciami paznokciach
gość gościa gościowi gościem gościu goście gości gościom gośćmi gościach
pani panią panie pań paniom paniami paniach
Białystok Białegostoku Białemustokowi Białymstokiem Białymstoku
Zakopane Zakopanego Zakopanemu Zakopanem
Niemcy Niemiec Niemcom Niemcami Niemczech
Włochy Włoch Włochom Włochami Włoszech
Węgry Węgier Węgrom Węgrami Węgrzech
Włoch Włocha Włochowi Włochem Włochu Włosi Włochów Włochom Włochami Włochach
Czech Czecha Czechowi Czechem Czechu Czesi Czechów Czechom Czechami Czechach
`;

/** How each of them is called, by its other forms, in small letters and with their marks: "pań" is of "pani", and "pan" is not. */
const byForm = new Map<string, string[]>();
for (const line of lines.trim().split('\n')) {
  const [called = '', ...others] = line.split(' ');
  for (const form of new Set(others.map((other) => other.toLowerCase()))) if (form !== called.toLowerCase()) byForm.set(form, [...(byForm.get(form) ?? []), called]);
}
export const irregularBases = (word: string): readonly string[] => byForm.get(word) ?? [];

const byName: ReadonlyMap<string, readonly string[]> = new Map(lines.trim().toLowerCase().split('\n').flatMap((line): [string, readonly string[]][] => {
  const [called = '', ...others] = line.split(' ');
  const forms = [called, ...others].map(fold);
  // Whoever writes without marks means the same: "wies" is "wieś", but "leń" is not "len".
  return [[called, forms], [fold(called), forms]];
}));

/** Folded; the word as it is written, in small letters. */
export const irregularForms = (word: string): readonly string[] | undefined => byName.get(word);
