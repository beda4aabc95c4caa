import { defineStrings } from '../../i18n';

export const approvalStrings = defineStrings('approval-rules', {
  en: {
    title: 'Approval', lead: 'Whose answers somebody looks at before they leave, and who does.', add: 'New rule', empty: 'Every answer leaves as it is written', emptyBody: 'A rule lets a second pair of eyes look first: at the answers of new colleagues, or at everything that everybody can read.',
    removeTitle: 'Remove the rule “{{name}}”?', removeBody: 'What waits already still has to be approved.', active: 'In force', off: 'switched off',
    who: 'Whose answers', whoHelp: 'Nobody chosen: everybody’s but the owners’.', roleAgents: 'All agents', where: 'Only answers that', everywhere: 'anybody may read or one person alone', publicOnly: 'everybody can read', privateOnly: 'only the customer can read', channels: 'Only on these channels', channelsHelp: 'None chosen: on all.',
    approvers: 'Who may approve', approversHelp: 'Supervisors always may. Nobody chosen and no team lead: every supervisor is asked.', leads: 'Leads of the author’s team and of the conversation’s', fallbacks: 'When nobody looks', fallbackAfter: 'After minutes', fallbackWho: 'ask also', addFallback: 'Add a person', removeFallback: 'Remove',
    everybody: 'everybody', persons_one: '{{count}} person', persons_other: '{{count}} people', agents: 'agents', public: 'public answers', onChannels_one: 'on {{count}} channel', onChannels_other: 'on {{count}} channels',
  },
  pl: {
    title: 'Zgoda', lead: 'Czyje odpowiedzi ktoś ogląda przed wysłaniem i kto to robi.', add: 'Nowa reguła', empty: 'Każda odpowiedź wychodzi tak, jak ją napisano', emptyBody: 'Dzięki regule ktoś drugi najpierw spojrzy: na odpowiedzi nowych osób albo na wszystko, co przeczyta każdy.',
    removeTitle: 'Usunąć regułę „{{name}}”?', removeBody: 'To, co już czeka, nadal wymaga zgody.', active: 'Obowiązuje', off: 'wyłączona',
    who: 'Czyje odpowiedzi', whoHelp: 'Nikt nie jest wybrany: wszystkich oprócz właścicieli.', roleAgents: 'Wszyscy agenci', where: 'Tylko odpowiedzi, które', everywhere: 'przeczyta każdy albo tylko klient', publicOnly: 'przeczyta każdy', privateOnly: 'przeczyta tylko klient', channels: 'Tylko na tych kanałach', channelsHelp: 'Żaden nie jest wybrany: na wszystkich.',
    approvers: 'Kto wyraża zgodę', approversHelp: 'Kierownicy mogą zawsze. Gdy nikt nie jest wybrany i nie ma prowadzącego zespołu, pytanie dostają wszyscy kierownicy.', leads: 'Prowadzący zespołu autora i zespołu rozmowy', fallbacks: 'Gdy nikt nie spojrzy', fallbackAfter: 'Po ilu minutach', fallbackWho: 'zapytaj też', addFallback: 'Dodaj osobę', removeFallback: 'Usuń',
    everybody: 'wszyscy', persons_one: '{{count}} osoba', persons_few: '{{count}} osoby', persons_many: '{{count}} osób', persons_other: '{{count}} osoby', agents: 'agenci', public: 'odpowiedzi publiczne', onChannels_one: 'na {{count}} kanale', onChannels_few: 'na {{count}} kanałach', onChannels_many: 'na {{count}} kanałach', onChannels_other: 'na {{count}} kanału',
  },
});
