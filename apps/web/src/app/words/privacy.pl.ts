/** What consents, erasures, exports and the rules about keeping refuse, in Polish. Keys as in `all.pl.ts`. */
export const privacy: Readonly<Record<string, string>> = {
  'There is no such purpose of consent here.': 'Nie ma tu takiego celu zgody.',
  'What was said was said before now.': 'To, co powiedziano, nie może mieć daty w przyszłości.',
  'There is a purpose with this key already.': 'Cel o tym kluczu już istnieje.',
  'A workspace has at most {} purposes of consent.': 'Przestrzeń może mieć najwyżej {} celów zgody.',
  'There is no such purpose of consent.': 'Nie ma takiego celu zgody.',
  'There is no such message of this customer.': 'Ten klient nie ma takiej wiadomości.',
  'Say what they agreed to, in the words that they were shown, or name the message': 'Podaj, na co klient się zgodził, słowami, które zobaczył, albo wskaż wiadomość',
  'Type the name of the person as it stands there: there is no way back.': 'Wpisz nazwę osoby dokładnie tak, jak tam stoi: tego nie da się cofnąć.',
  'They asked before now.': 'Data żądania nie może być w przyszłości.',
  'This person is being erased already.': 'Dane tej osoby są już usuwane.',
  'Nothing is held back: there is nothing to refuse.': 'Nic nie jest zatrzymane, więc nie ma czego odmawiać.',
  'There is no such erasure.': 'Nie ma takiego usunięcia danych.',
  'There is no such conversation that is held back.': 'Nie ma takiej zatrzymanej rozmowy.',
  'it was erased': 'usunięto te dane',
  'A number in this delivery was masked, and what it brought is not kept.': 'W tej przesyłce ukryto numer, więc nie zachowano tego, co przyniosła.',
  'There is no such archive.': 'Nie ma takiego archiwum.',
};
