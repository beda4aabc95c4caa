import { defineStrings } from '../i18n';

/** Why something did not arrive or was not done; each fits behind a colon. In Polish without a person: nobody is to blame. */
export const failureStrings = defineStrings('failure', {
  en: {
    failMailbox: 'the mailbox is full', failAddress: 'the address does not exist', failBlocked: 'the customer has blocked us', failOptedOut: 'the customer asked not to be written to', failRefused: 'the other side refused it',
    failSpam: 'it was taken for spam', failLogin: 'the channel needs to be connected again', failPermission: 'the channel lacks a permission on the platform', failSuspended: 'the platform has restricted this account',
    failTooLong: 'the text is too long for this channel', failWords: 'the platform did not take these words', failEmpty: 'there is nothing in it that this channel can send', failDuplicate: 'the platform has just had the same text',
    failTooLarge: 'the files are too large for this channel', failTooMany: 'there are too many files for this channel', failFileKind: 'this channel does not take this kind of file', failNoFiles: 'this channel takes no files', failFileGone: 'a file is no longer there', failFileAddress: 'the platform can fetch files only from a public address, and Kontuar has none',
    failWindow: 'the time to answer freely is over', failReplyUsed: 'the one private reply that the platform allows was given already', failReplyLate: 'the time for a private reply is over', failNoPrivate: 'it cannot be answered in private', failNoPublic: 'it cannot be answered in public', failWriteFirst: 'on this platform only the customer can begin',
    failTemplate: 'the platform did not take the template', failTemplateState: 'the platform has not approved the template', failTemplateValues: 'a variable of the template is empty',
    failClosed: 'the customer takes no messages', failReplies: 'replies are switched off there', failHeld: 'another app holds this conversation', failRegion: 'the platform does not deliver there', failPartly: 'only a part of it left',
    failUnreachable: 'the other side could not be reached', failBusy: 'the platform takes no more for the moment', failQuota: 'what the platform allows is used up', failGone: 'the chat no longer exists', failMessageGone: 'it is no longer on the platform', failNotOffered: 'this channel does not offer that', failUnderWay: 'something else is being done to it', failPaused: 'the channel is paused', failTried: 'all attempts failed', failOther: 'the channel did not take it',
  },
  pl: {
    failMailbox: 'skrzynka jest pełna', failAddress: 'adres nie istnieje', failBlocked: 'klient nas zablokował', failOptedOut: 'klient nie chce dostawać wiadomości', failRefused: 'druga strona odmówiła przyjęcia',
    failSpam: 'uznano to za spam', failLogin: 'kanał trzeba połączyć ponownie', failPermission: 'kanałowi brakuje zgody na platformie', failSuspended: 'platforma ograniczyła to konto',
    failTooLong: 'tekst jest za długi dla tego kanału', failWords: 'platforma nie przyjęła tych słów', failEmpty: 'nie ma w tym nic, co ten kanał potrafi wysłać', failDuplicate: 'platforma dostała przed chwilą ten sam tekst',
    failTooLarge: 'pliki są za duże dla tego kanału', failTooMany: 'plików jest za dużo dla tego kanału', failFileKind: 'ten kanał nie przyjmuje takich plików', failNoFiles: 'ten kanał nie przyjmuje plików', failFileGone: 'pliku już nie ma', failFileAddress: 'platforma pobiera pliki tylko spod publicznego adresu, a Kontuar go nie ma',
    failWindow: 'czas na swobodną odpowiedź minął', failReplyUsed: 'jedyna prywatna odpowiedź, na którą pozwala platforma, już poszła', failReplyLate: 'czas na prywatną odpowiedź minął', failNoPrivate: 'na to nie można odpowiedzieć prywatnie', failNoPublic: 'na to nie można odpowiedzieć publicznie', failWriteFirst: 'na tej platformie zacząć może tylko klient',
    failTemplate: 'platforma nie przyjęła szablonu', failTemplateState: 'platforma nie zatwierdziła szablonu', failTemplateValues: 'jedna ze zmiennych szablonu jest pusta',
    failClosed: 'klient nie przyjmuje wiadomości', failReplies: 'odpowiedzi są tam wyłączone', failHeld: 'tę rozmowę prowadzi inna aplikacja', failRegion: 'platforma tam nie doręcza', failPartly: 'wyszła tylko część',
    failUnreachable: 'nie było połączenia z drugą stroną', failBusy: 'platforma chwilowo nic więcej nie przyjmuje', failQuota: 'limit platformy jest wyczerpany', failGone: 'czat już nie istnieje', failMessageGone: 'tego już nie ma na platformie', failNotOffered: 'ten kanał tego nie potrafi', failUnderWay: 'trwa na niej inna czynność', failPaused: 'kanał jest wstrzymany', failTried: 'wszystkie próby zawiodły', failOther: 'kanał nie przyjął wiadomości',
  },
});
