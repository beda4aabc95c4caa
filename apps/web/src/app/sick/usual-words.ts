/** What customers read is in their language, whatever that of the screen is. */
export const usualWords = {
  en: 'Hello {name}, the colleague who promised to get back to you by {date} is away because of illness. We have taken your case over and will keep the date. If anything changes, you will hear from us before.',
  pl: 'Dzień dobry, osoba, która obiecała Państwu odpowiedź do {date}, jest nieobecna z powodu choroby. Przejęliśmy Państwa sprawę i dotrzymamy terminu. Jeśli cokolwiek się zmieni, damy znać wcześniej.',
};
