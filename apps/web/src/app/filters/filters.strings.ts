import { defineStrings } from '../../i18n';

/** How conditions go together, whatever they are about. */
export const filterStrings = defineStrings('filters', {
  en: { modeLabel: 'How these go together', all: 'all of these', any: 'any of these', none: 'none of these', addCondition: 'Add a condition', addGroup: 'Group', removeCondition: 'Take out: {{what}}', removeGroup: 'Take out the group', emptyGroup: 'Nothing yet: everything matches.' },
  pl: { modeLabel: 'Jak to połączyć', all: 'wszystkie z nich', any: 'którykolwiek z nich', none: 'żaden z nich', addCondition: 'Dodaj warunek', addGroup: 'Grupa', removeCondition: 'Usuń: {{what}}', removeGroup: 'Usuń grupę', emptyGroup: 'Jeszcze nic: pasuje wszystko.' },
});
