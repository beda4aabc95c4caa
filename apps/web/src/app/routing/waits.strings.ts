import { defineStrings } from '../../i18n';

/** Why nobody has it yet. */
export const waitsStrings = defineStrings('routing-waits', {
  en: {
    skill: 'Waits for {{skill}} {{level}}', then: 'Waits for {{skill}} {{level}} until {{time}}, then {{then}}', anybody: 'Waits for {{skill}} {{level}} until {{time}}, then for anybody', closed: 'Given from {{time}} on', full: 'Everybody is full', nobody: 'Nobody at work may have it',
  },
  pl: {
    skill: 'Czeka na: {{skill}} {{level}}', then: 'Czeka na: {{skill}} {{level}} do {{time}}, potem {{then}}', anybody: 'Czeka na: {{skill}} {{level}} do {{time}}, potem na kogokolwiek', closed: 'Przydział od {{time}}', full: 'Wszyscy mają komplet', nobody: 'Nikt w pracy nie może tego dostać',
  },
});
