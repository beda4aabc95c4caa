import { defineStrings } from '../../i18n';

export const heldStrings = defineStrings('crisis-held', {
  en: { held: 'Held while crisis mode is on: {{reason}}', undecided: 'Held since the crisis “{{reason}}”, until somebody decides', mark: 'held' },
  pl: { held: 'Wstrzymane na czas kryzysu: {{reason}}', undecided: 'Wstrzymane od kryzysu „{{reason}}”, czeka na decyzję', mark: 'wstrzymane' },
});
