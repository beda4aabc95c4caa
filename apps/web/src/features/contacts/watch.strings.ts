import { defineStrings } from '../../i18n';

export const watchStrings = defineStrings('watch', {
  en: { title: 'Who watches', watch: 'Watch', unwatch: 'Stop watching', you: 'you', add: 'Let a colleague watch', remove: 'Let {{name}} go', noneLeft: 'Everybody watches already', failed: 'That did not work: {{reason}}.', on: 'You are told of everything here', off: 'You are not told of this any more', why_self: 'by choice', why_colleague: 'asked by a colleague', why_mention: 'was mentioned', why_wrote: 'wrote here' },
  pl: { title: 'Kto obserwuje', watch: 'Obserwuj', unwatch: 'Przestań obserwować', you: 'ty', add: 'Dodaj osobę', remove: 'Usuń: {{name}}', noneLeft: 'Wszyscy już obserwują', failed: 'Nie udało się: {{reason}}.', on: 'Powiemy ci o wszystkim w tej rozmowie', off: 'Nie mówimy już o tej rozmowie', why_self: 'z wyboru', why_colleague: 'na prośbę', why_mention: 'przez wzmiankę', why_wrote: 'po własnym wpisie' },
});
