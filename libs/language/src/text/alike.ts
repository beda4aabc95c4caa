/** Words that carry no topic, in both languages, folded. */
export const emptyWords: ReadonlySet<string> = new Set(`i w na z ze do nie sie jest to co jak ale czy dla od po za o u juz mam ma mi mnie ja ty on ona my wy oni pan pani panu panstwo panstwa panstwu dzien dobry witam czesc hej tylko tak przez przy oraz lub albo bo gdy jesli
  aby byl byla bylo byly bedzie beda sa jestem tego tej tym ten ta te teraz moj moja moje moim wam was nam nas jego jej ich im sobie prosze prosimy kiedy gdzie ile ilu jaki jaka jakie jakim jakiej jakich kto kogo komu czego czemu dlaczego skad dokad ktory ktora ktore ktorym ktorej ktorego mozna moge
  moze moga mozecie macie mamy byc jeszcze bardzo the a an and or of to in on at is are was were be been i you he she it we they me him her us them my your
  his its our their this that these those not no do does did have has had can could will would should may what when where why who which how with for from by about as if but so than then hello hi dear please there here any some possible`.split(/\s+/));

/** Words for one thing: an answer may take another of them. */
const kin: readonly (readonly string[])[] = [
  ['przesylk', 'paczk', 'zamowien', 'parcel', 'package', 'order', 'shipment'], ['cen', 'koszt', 'kwot', 'price', 'cost', 'fee'], ['zwrot', 'zwroc', 'odda', 'return', 'refund'], ['otwart', 'otwier', 'godzin', 'czynn', 'open', 'hours'],
  ['dosta', 'wysyl', 'wysl', 'deliver', 'ship', 'sent', 'send'], ['pieniad', 'zwrot', 'money', 'refund'], ['telefon', 'zadzwon', 'dzwon', 'call', 'phone'], ['faktur', 'rachun', 'invoice', 'bill'],
  ['przewozn', 'kurier', 'carrier', 'courier'], ['promocj', 'wyprzedaz', 'sale', 'offer', 'promotion'], ['gwarancj', 'warranty', 'guarantee'], ['zna', 'mean'], ['dostepn', 'stan', 'stock', 'available'], ['roznic', 'rozni', 'wieksz', 'mniejsz', 'differen', 'bigger', 'smaller'], ['placi', 'zaplac', 'plat', 'pokrywa', 'pay', 'paid', 'cover'],
];

/** Forms of one word, or words for one thing: by their beginnings, for both languages end words differently. */
export function alike(a: string, b: string): boolean {
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  if (shorter >= 4) {
    let shared = 0;
    while (shared < shorter && a[shared] === b[shared]) shared += 1;
    if (shared >= Math.min(5, Math.max(3, Math.ceil(0.6 * shorter))) && (shared >= 4 || shorter <= 5)) return true;
  }
  return kin.some((group) => group.some((stem) => a.startsWith(stem)) && group.some((stem) => b.startsWith(stem)));
}
