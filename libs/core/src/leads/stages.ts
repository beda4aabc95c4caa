import type { LeadStage } from '@kontuar/contract';

/** How a workspace that said nothing sells. */
export const builtInStages: readonly LeadStage[] = [
  { key: 'new', name: { en: 'New', pl: 'Nowa' }, kind: 'open', archived: false },
  { key: 'talking', name: { en: 'In talks', pl: 'W rozmowie' }, kind: 'open', archived: false },
  { key: 'offer', name: { en: 'Offer made', pl: 'Oferta złożona' }, kind: 'open', archived: false },
  { key: 'won', name: { en: 'Won', pl: 'Wygrana' }, kind: 'won', archived: false },
  { key: 'lost', name: { en: 'Lost', pl: 'Przegrana' }, kind: 'lost', archived: false },
];
