import { defineStrings } from '../../i18n';

export const assistantStrings = defineStrings('assistant', {
  en: {
    bar: 'Assistant', sumUp: 'Sum up', suggest: 'Suggest an answer', working: 'The assistant is at work', stop: 'Stop', inShort: 'In short, by the assistant ({{model}})', suggested: 'Suggested by the assistant ({{model}}). Nothing is sent before you do it.', source: 'from message {{number}}', take: 'Put into the answer', close: 'Put away', failed: 'The assistant did not help: {{reason}}',
  },
  pl: {
    bar: 'Asystent', sumUp: 'Streść', suggest: 'Zaproponuj odpowiedź', working: 'Asystent pracuje', stop: 'Zatrzymaj', inShort: 'W skrócie, od asystenta ({{model}})', suggested: 'Propozycja asystenta ({{model}}). Nic nie wyjdzie, dopóki tego nie wyślesz.', source: 'z wiadomości {{number}}', take: 'Wstaw do odpowiedzi', close: 'Schowaj', failed: 'Asystent nie pomógł: {{reason}}',
  },
});
