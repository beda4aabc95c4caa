import { defineStrings } from '../../i18n';

export const behindStrings = defineStrings('behind-figure', {
  en: { behind: 'Behind “{{name}}”: {{what}}', leave: 'Show everything', toFigures: 'Back to the figures', 'mood-negative': 'displeased', 'mood-neutral': 'neither', 'mood-positive': 'pleased', 'mood-unsure': 'not surely read' },
  pl: { behind: 'Za liczbą „{{name}}”: {{what}}', leave: 'Pokaż wszystko', toFigures: 'Wróć do liczb', 'mood-negative': 'niezadowolone', 'mood-neutral': 'obojętne', 'mood-positive': 'zadowolone', 'mood-unsure': 'niepewnie odczytane' },
});
