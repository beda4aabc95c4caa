import { defineStrings } from '../../i18n';

export const restsStrings = defineStrings('channel-rests', {
  en: {
    hide: '{{channel}} is paused: the comment will be hidden once the channel runs again.', unhide: '{{channel}} is paused: the comment will be shown again once the channel runs again.', like: '{{channel}} is paused: it will be liked once the channel runs again.', unlike: '{{channel}} is paused: the like will be taken back once the channel runs again.',
    delete: '{{channel}} is paused: it will be deleted once the channel runs again.', edit: '{{channel}} is paused: it will be changed once the channel runs again.', resume: 'Resume the channel', back: 'Leave it as it is', whoMay: 'Whoever manages channels can resume it.', resumed: '{{channel}} runs again. What waited is leaving.', paused: '{{channel}} is paused again', failed: 'That did not work: {{reason}}',
  },
  pl: {
    hide: 'Kanał {{channel}} jest wstrzymany: komentarz zostanie ukryty, gdy kanał znów ruszy.', unhide: 'Kanał {{channel}} jest wstrzymany: komentarz będzie znów widoczny, gdy kanał ruszy.', like: 'Kanał {{channel}} jest wstrzymany: polubienie wyjdzie, gdy kanał znów ruszy.', unlike: 'Kanał {{channel}} jest wstrzymany: polubienie zostanie cofnięte, gdy kanał znów ruszy.',
    delete: 'Kanał {{channel}} jest wstrzymany: usunięcie wyjdzie, gdy kanał znów ruszy.', edit: 'Kanał {{channel}} jest wstrzymany: zmiana wyjdzie, gdy kanał znów ruszy.', resume: 'Wznów kanał', back: 'Zostaw, jak jest', whoMay: 'Wznowić go może ktoś, kto zarządza kanałami.', resumed: 'Kanał {{channel}} znów działa. To, co czekało, wychodzi.', paused: 'Kanał {{channel}} jest znów wstrzymany', failed: 'Nie udało się: {{reason}}',
  },
});
