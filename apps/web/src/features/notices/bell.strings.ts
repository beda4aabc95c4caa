import { defineStrings } from '../../i18n';

export const bellStrings = defineStrings('bell', {
  en: {
    bell: 'Notifications', bellUnread_one: 'Notifications, {{count}} unread', bellUnread_other: 'Notifications, {{count}} unread', readAll: 'Mark all as read', settings: 'Choose what you are told', empty: 'Nothing is new', emptyBody: 'Whatever concerns you stands here until you have seen it.',
    loadFailed: 'The notifications could not be loaded', again: 'Try again', unread: 'unread', quietUntil: 'Quiet until {{time}}', quietOpen: 'Quiet', news_one: '{{count}} new notification', news_other: '{{count}} new notifications',
  },
  pl: {
    bell: 'Powiadomienia', bellUnread_one: 'Powiadomienia, {{count}} nieprzeczytane', bellUnread_few: 'Powiadomienia, {{count}} nieprzeczytane', bellUnread_many: 'Powiadomienia, {{count}} nieprzeczytanych', bellUnread_other: 'Powiadomienia, {{count}} nieprzeczytanego',
    readAll: 'Oznacz wszystkie jako przeczytane', settings: 'Wybierz, o czym mówić', empty: 'Nie ma nic nowego', emptyBody: 'Wszystko, co cię dotyczy, stoi tu, aż to zobaczysz.',
    loadFailed: 'Nie udało się wczytać powiadomień', again: 'Spróbuj ponownie', unread: 'nieprzeczytane', quietUntil: 'Cisza do {{time}}', quietOpen: 'Cisza', news_one: '{{count}} nowe powiadomienie', news_few: '{{count}} nowe powiadomienia', news_many: '{{count}} nowych powiadomień', news_other: '{{count}} nowego powiadomienia',
  },
});
