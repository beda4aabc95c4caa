const polishWords = /(?<![\p{L}])(?:jest|nie|się|dzień|dobry|proszę|dziękuję|pani?|państwa|oraz|które|tak|czy|mam|jak|ale|już|był[aoy]?|dla|przez)(?![\p{L}])/giu;
const englishWords = /(?<![\p{L}])(?:the|is|are|you|your|please|thanks?|hello|and|not|have|with|this|that|for|what|when|will|can)(?![\p{L}])/giu;

/** Language for the spelling checker: that of what is being written, else of what was written to us. */
export function languageOf(texts: readonly string[], fallback: 'en' | 'pl'): 'en' | 'pl' {
  for (const text of texts) {
    const polish = (text.match(/[ąćęłńśźż]/giu)?.length ?? 0) + 2 * (text.match(polishWords)?.length ?? 0);
    const english = 2 * (text.match(englishWords)?.length ?? 0);
    if (polish > english && polish >= 2) return 'pl';
    if (english > polish && english >= 2) return 'en';
  }
  return fallback;
}

/** Whether words are plainly in another language than the customer's; what cannot be told is left alone. */
export function wantsTranslation(text: string, into: string): boolean {
  const known = languageOf([text], 'en');
  return known === languageOf([text], 'pl') && known !== into;
}
