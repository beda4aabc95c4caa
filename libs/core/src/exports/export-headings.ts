/** What stands above the columns, in the language of whoever asked. An import knows the first nine again. */
export const headings = {
  id: { en: 'Kontuar id', pl: 'Id w Kontuar' },
  name: { en: 'Name', pl: 'Nazwa' },
  email: { en: 'Email', pl: 'E-mail' },
  phone: { en: 'Phone', pl: 'Telefon' },
  company: { en: 'Company', pl: 'Firma' },
  companies: { en: 'Other companies', pl: 'Inne firmy' },
  language: { en: 'Language', pl: 'Język' },
  kinds: { en: 'Kinds', pl: 'Rodzaje' },
  note: { en: 'Note', pl: 'Notatka' },
  elsewhere: { en: 'Accounts elsewhere', pl: 'Konta gdzie indziej' },
  consents: { en: 'Consents', pl: 'Zgody' },
  conversations: { en: 'Conversations', pl: 'Liczba rozmów' },
  lastWrote: { en: 'Last wrote', pl: 'Ostatnio pisze' },
  since: { en: 'Known since', pl: 'Znany od' },
} as const;
