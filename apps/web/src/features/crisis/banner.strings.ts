import { defineStrings } from '../../i18n';

export const bannerStrings = defineStrings('crisis-banner', {
  en: { on: 'Crisis mode is on:', room: 'Open the room', decide: 'Decide now', undecided_one: '{{count}} thing came to its time during the crisis and waits for somebody’s word', undecided_other: '{{count}} things came to their time during the crisis and wait for somebody’s word' },
  pl: { on: 'Trwa tryb kryzysowy:', room: 'Otwórz pokój', decide: 'Zdecyduj', undecided_one: '{{count}} rzecz wstrzymana w czasie kryzysu czeka na decyzję', undecided_few: '{{count}} rzeczy wstrzymane w czasie kryzysu czekają na decyzję', undecided_many: '{{count}} rzeczy wstrzymanych w czasie kryzysu czeka na decyzję', undecided_other: '{{count}} rzeczy wstrzymanej w czasie kryzysu czeka na decyzję' },
});
