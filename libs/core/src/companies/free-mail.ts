/** They give addresses to everybody: who shares such a domain shares nothing. */
const free: ReadonlySet<string> = new Set([
  'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com', 'ymail.com', 'icloud.com', 'me.com', 'mac.com', 'aol.com', 'proton.me', 'protonmail.com', 'pm.me', 'gmx.com', 'gmx.de', 'gmx.net', 'web.de', 't-online.de', 'mail.com', 'zoho.com', 'yandex.com', 'yandex.ru', 'mail.ru', 'bk.ru', 'list.ru', 'inbox.ru', 'ukr.net', 'i.ua', 'meta.ua',
  'wp.pl', 'o2.pl', 'onet.pl', 'onet.eu', 'op.pl', 'vp.pl', 'poczta.onet.pl', 'poczta.onet.eu', 'interia.pl', 'interia.eu', 'interia.com', 'poczta.fm', 'intmail.pl', 'adres.pl', 'gazeta.pl', 'tlen.pl', 'go2.pl', 'prokonto.pl', 'autograf.pl', 'buziaczek.pl', 'spoko.pl', 'amorki.pl', 'vip.onet.pl', 'int.pl', 'poczta.pl', 'neostrada.pl', 'tpnet.pl', 'orange.pl', 'plusnet.pl', 'netia.pl', 'upcpoczta.pl', 'vectra.pl',
  'seznam.cz', 'centrum.cz', 'email.cz', 'azet.sk', 'zoznam.sk', 'freemail.hu', 'citromail.hu', 'abv.bg', 'libero.it', 'virgilio.it', 'tiscali.it', 'alice.it', 'orange.fr', 'wanadoo.fr', 'free.fr', 'laposte.net', 'sfr.fr', 'telefonica.net', 'terra.es', 'hotmail.co.uk', 'btinternet.com', 'sky.com', 'virginmedia.com', 'talktalk.net', 'fastmail.com', 'hey.com', 'tutanota.com', 'tuta.com', 'qq.com', '163.com', '126.com', 'naver.com', 'privaterelay.appleid.com', 'duck.com',
]);
const anywhere = /^(yahoo|hotmail|live|outlook|gmx|msn)\.(com?\.)?[a-z]{2,3}$/;

/** The domain of an address by which a company may be known; undefined where anybody may have one. */
export function companyDomain(address: string): string | undefined {
  const domain = address.toLowerCase().split('@').at(-1)?.replace(/\.$/, '') ?? '';
  if (!address.includes('@') || !domain.includes('.') || free.has(domain) || anywhere.test(domain) || domain.length > 253) return undefined;
  return domain;
}
