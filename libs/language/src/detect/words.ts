/**
 * Words that everybody uses, folded. A word that several languages share counts for each of them. For Polish and English broad, for others enough to tell
 * that a text is theirs.
 */
export const commonWords: Readonly<Record<string, string>> = {
  pl: `i w na z ze do nie sie jest to ze co jak ale czy dla od po za o u juz mam ma mi mnie ja ty on ona my wy oni pan pani panstwo panstwa panstwu prosze dziekuje dzieki dzien dobry
    witam czesc hej kiedy gdzie ile jaki jaka jakie ktory ktora ktore kto czemu dlaczego moze moge mozna mozecie chce chcialbym chcialabym jeszcze tylko tak bardzo przez przy pod nad bez
    oraz lub albo bo gdy jesli jezeli zeby aby byl byla bylo byly bedzie beda sa jestem jestes jestescie wiec tez takze tego tej tym ten ta te nic nikt nigdy zawsze teraz dzis dzisiaj jutro
    wczoraj dni dzien tydzien tygodni miesiac rok raz razy moj moja moje moim mojej swoj nasz nasza wasz wasza wasze wam was nam nas jego jej ich im sobie siebie sam sama numer zamowienie zamowienia
    paczka paczki paczke przesylka przesylki sklep sklepie klient klienta faktura faktury fakture umowa umowy umowe konto konta karta karty kurier adres wysylka wysylki dostawa dostawy zwrot
    pieniadze reklamacja reklamacji obsluga obslugi pomoc pozdrawiam informacje informacja telefon telefonu cena ceny godzin godzina sobote piatek poniedzialek sroda niedziele
    dobrze wszystko wszystkie nadal dalej znowu ciagle wreszcie tutaj tam stad dotad nawet chyba wlasnie niestety poprosze potrzebuje interesuje szukam zamowilem zamowilam kupilem kupilam wyslalem
    wyslalam czekam dostalem dostalam odbior potwierdzam rozumiem zgadzam mowi pisze dziala zl zlotych sztuk sztuki macie maja bez zmian jesteście`,
  en: `the a an and or of to in on at is are was were be been i you he she it we they me him her us them my your his its our their this that these those not no do does did don't doesn't didn't
    have has had haven't hasn't can can't could couldn't would wouldn't will won't should shall may might must i'm i've i'd i'll it's you're you've that's there's what's there here what when where why
    who whom which how much many long with without from for by about as if but so than then because just only still again never always yet already now today tomorrow yesterday please thank thanks
    hello hi hey dear good morning regards kind order parcel delivery shop store refund return invoice account card customer service phone number address price week weeks day days month months
    hour hours time first last day get got give given want need like work works working send sent buy bought pay paid wait waiting received email order help anyone nobody somebody any some all
    one two more most very really too also up down out off over back after before until since while am everything nothing something`,
  de: `der die das und ist nicht ich sie es ein eine einen mit auf fur von zu den dem des im wie wann wo was warum kann konnen mochte habe hat haben noch aber mein meine ihr ihre bitte danke guten tag hallo
    bestellung paket rechnung leider wird werden auch schon nur oder wenn bei aus nach uns wir sind zuruck viel vielen kein keine erhalten hilfe keinen einer meinen ihnen nicht's schon immer heute morgen gestern`,
  fr: `le la les un une des du de et est ne pas je vous nous il elle mon ma mes votre que qui quand ou comment pourquoi bonjour merci commande avec pour dans sur au aux ce cette suis ai avez voudrais
    beaucoup plus tres bien j'ai n'ai n'est c'est d'une mais encore ou par si tout fait etre aussi notre nos leur toujours rien`,
  es: `el la los las un una de del y es no yo usted que cuando donde como por para con mi su pedido gracias buenos dias hola quiero puedo tengo muy mas pero esta este desde cuenta cuanto muchas me en hoy ayer nada todo bien puede hay ya tambien sin sobre se lo le al porque`,
  it: `il lo la gli le un una di del della e non io voi che quando dove come perche per con mio mia ordine grazie buongiorno ciao vorrei posso sono molto piu ma questo questa ho ha hai in ancora oggi ieri sempre niente tutto bene anche dal nel alla sul`,
  pt: `o os um uma de do da e nao eu voce que quando onde como por para com meu minha pedido encomenda obrigado obrigada bom boa dia ola quero posso tenho muito mais mas esta este pela hoje ontem ja ainda tudo nada ate sem sobre minhas tambem foi`,
  nl: `de het een en is niet ik u je wij van met voor op aan te dat wanneer waar hoe waarom kan wil graag mijn uw bestelling pakket bedankt goedemiddag goedemorgen hallo geld terug wordt nog maar ook al naar heb heeft zijn uit bij om dan er deze geen vandaag gisteren`,
  cs: `a v na z do je se to ze co jak ale pro od po za u uz mam ma mi jsem jsme jste bych byl byla bylo dobry den dekuji prosim kdy kde kolik proc muzu mohu muzete objednavka chtel chtela ktere moje nebo jeste jako jen tak uz vas nas dnes vcera vsechno neni nemam`,
  sk: `a v na z do je sa to ze co ako ale pre od po za u uz mam ma mi som sme ste by bol bola bolo dobry den dakujem prosim kedy kde kolko preco mozem mozete objednavka chcel chcela vsetko moj moja alebo este len tak vas nas dnes vcera nie nemam ktore`,
  lt: `ir yra ne as jus mano kada kur kiek kodel prasau aciu laba diena sveiki uzsakymas siunta pristatymas uz kaip gali galiu noriu dar bet su is i apie viskas labai yra buvo dar jau tik nuo iki`,
  ro: `si in la nu este eu ce cand unde cum de pentru cu mea meu comanda multumesc buna ziua vreau pot am a fost foarte mai dar produsul care sa comenzii sunt este din mai acum azi ieri nici`,
  tr: `bir ve bu ne zaman nerede nasil neden icin ile benim siparisim siparis urun urunu tesekkur tesekkurler merhaba istiyorum degil bugun dun hala cok lutfen olarak gibi bana var yok cok ama daha kac mi mu`,
};

/** Letters that only some languages write. */
export const ownLetters: Readonly<Record<string, readonly string[]>> = {
  ą: ['pl', 'pl', 'lt'], ę: ['pl', 'pl', 'lt'], ł: ['pl'], ń: ['pl'], ś: ['pl'], ź: ['pl'], ż: ['pl'], ć: ['pl'], ó: ['pl', 'es', 'sk', 'cs', 'pt'],
  ä: ['de', 'sk'], ö: ['de', 'tr'], ü: ['de', 'tr', 'es'], ß: ['de'], ě: ['cs'], ř: ['cs'], ů: ['cs'], č: ['cs', 'sk', 'lt'], š: ['cs', 'sk', 'lt'], ž: ['cs', 'sk', 'lt'], ď: ['cs', 'sk'], ť: ['cs', 'sk'], ň: ['cs', 'sk'],
  ľ: ['sk'], ĺ: ['sk'], ŕ: ['sk'], ô: ['sk', 'fr', 'pt'], ý: ['cs', 'sk'], ñ: ['es'], '¿': ['es'], '¡': ['es'], ç: ['fr', 'pt', 'tr'], è: ['fr', 'it'], à: ['fr', 'it'], ù: ['fr', 'it'], ê: ['fr', 'pt'], ã: ['pt'], õ: ['pt'],
  ė: ['lt'], į: ['lt'], ų: ['lt'], ū: ['lt'], ă: ['ro'], ș: ['ro'], ț: ['ro'], ş: ['tr', 'ro'], ğ: ['tr'], ı: ['tr'], â: ['ro', 'fr'], î: ['ro', 'fr'],
};

/** How words look, where no common one helps: folded endings and runs of letters. */
export const shapes: readonly { language: string; pattern: RegExp }[] = [
  { language: 'pl', pattern: /(sz|cz|rz|dz|szcz|prz|trz|krz|wsz|zy|wi|ow)/ },
  { language: 'pl', pattern: /(ego|emu|ymi|imi|ach|ami|uje|ujecie|acie|ecie|alem|alam|ilem|ilam|osc|osci|cja|cji|cje|nia|nie|owa|owe|owy|ow|ania|enie|enia|any|ana|ne|ny|ki|ka|ke|ac|ec|ic|yc|scie)$/ },
  { language: 'en', pattern: /(th|wh|sh|ck|gh|ee|oo|ou|ea|ph|qu|ll)/ },
  { language: 'en', pattern: /(ing|tion|tions|ed|ly|ers|er|ment|ness|ful|less|able|ible|ous|ive|al|ity|est|ght|ss|ts|ds|es|y|n't|'s|'re|'ve|'ll)$/ },
];
