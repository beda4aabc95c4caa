import { defineStrings } from '../i18n';

/** Kinds of customers and matters: product words on rows, panels and in the palette. */
export const productWords = defineStrings('words', {
  en: {
    individual: 'Individual', business: 'Business', seasonal: 'Seasonal', loyal: 'Loyal', potential: 'Potential', strategic: 'Strategic', bulk: 'Bulk', retail: 'Retail',
    question: 'Question', report: 'Report', complaint: 'Complaint', claim: 'Claim', warranty: 'Warranty', lead: 'Lead', praise: 'Praise',
    priorityLow: 'low', priorityNormal: 'normal', priorityHigh: 'high', priorityUrgent: 'urgent',
  },
  pl: {
    individual: 'Indywidualny', business: 'Firma', seasonal: 'Sezonowy', loyal: 'Stały', potential: 'Potencjalny', strategic: 'Strategiczny', bulk: 'Hurtowy', retail: 'Detaliczny',
    question: 'Pytanie', report: 'Usterka', complaint: 'Skarga', claim: 'Reklamacja', warranty: 'Gwarancja', lead: 'Nowy klient', praise: 'Pochwała',
    priorityLow: 'niski', priorityNormal: 'zwykły', priorityHigh: 'wysoki', priorityUrgent: 'pilne',
  },
});
