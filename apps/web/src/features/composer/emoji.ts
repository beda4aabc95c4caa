export interface Emoji { char: string; en: string; pl: string }

/** The few dozen that people use in service; the system's own picker has the rest. */
export const emojis: readonly Emoji[] = [
  ['🙂', 'smile', 'uśmiech'], ['😊', 'warm smile blush', 'ciepły uśmiech'], ['😀', 'happy grin', 'radość'], ['😄', 'laugh happy eyes', 'śmiech'], ['😅', 'relief sweat', 'ulga'], ['😂', 'joy tears laugh', 'łzy śmiechu'],
  ['😉', 'wink', 'oczko'], ['😍', 'love eyes', 'zachwyt'], ['🤗', 'hug', 'uścisk'], ['🤔', 'think', 'namysł'], ['😮', 'wow surprise', 'zdziwienie'], ['😕', 'confused', 'zmieszanie'],
  ['😢', 'sad tear', 'smutek łza'], ['😟', 'worried', 'zmartwienie'], ['😞', 'disappointed', 'zawód'], ['😡', 'angry', 'złość'], ['🥳', 'party celebrate', 'świętowanie'], ['😇', 'angel', 'anioł'],
  ['👍', 'thumbs up yes', 'kciuk w górę tak'], ['👎', 'thumbs down no', 'kciuk w dół nie'], ['👌', 'ok fine', 'w porządku'], ['👋', 'wave hello bye', 'machanie cześć'], ['🙏', 'please thanks', 'proszę dziękuję'], ['👏', 'clap bravo', 'brawo'],
  ['🤝', 'handshake deal', 'uścisk dłoni umowa'], ['💪', 'strong', 'siła'], ['✌️', 'victory peace', 'zwycięstwo'], ['🤞', 'fingers crossed luck', 'trzymam kciuki'], ['👉', 'point right', 'w prawo'], ['👇', 'point down', 'w dół'],
  ['❤️', 'heart love', 'serce'], ['💚', 'green heart', 'zielone serce'], ['💙', 'blue heart', 'niebieskie serce'], ['💛', 'yellow heart', 'żółte serce'], ['✨', 'sparkles', 'iskry'], ['🎉', 'tada party', 'świętujemy konfetti'],
  ['🎁', 'gift present', 'prezent'], ['🌟', 'star', 'gwiazda'], ['🔥', 'fire hot', 'ogień'], ['☀️', 'sun', 'słońce'], ['🌧️', 'rain', 'deszcz'], ['❄️', 'snow winter', 'śnieg zima'],
  ['🌸', 'flower', 'kwiat'], ['🎄', 'christmas tree', 'choinka'], ['☕', 'coffee break', 'kawa przerwa'], ['🍰', 'cake', 'ciasto'], ['🚚', 'delivery truck', 'dostawa ciężarówka'], ['📦', 'parcel box', 'paczka'],
  ['🛋️', 'sofa', 'sofa kanapa'], ['🪑', 'chair', 'krzesło'], ['🛏️', 'bed', 'łóżko'], ['💡', 'idea lamp', 'pomysł lampa'], ['🔧', 'repair wrench', 'naprawa klucz'], ['🛠️', 'tools', 'narzędzia'],
  ['📷', 'photo camera', 'zdjęcie aparat'], ['📎', 'paperclip attachment', 'spinacz załącznik'], ['📄', 'document', 'dokument'], ['🧾', 'receipt invoice', 'paragon faktura'], ['💳', 'card payment', 'karta płatność'], ['💰', 'money', 'pieniądze'],
  ['📅', 'calendar date', 'kalendarz termin'], ['⏰', 'alarm time', 'budzik czas'], ['⏳', 'wait hourglass', 'czekanie klepsydra'], ['📞', 'phone call', 'telefon'], ['📧', 'email', 'e-mail'], ['🔗', 'link', 'odnośnik'],
  ['✅', 'done check', 'zrobione'], ['❌', 'no cross', 'nie krzyżyk'], ['⚠️', 'warning', 'uwaga'], ['ℹ️', 'info', 'informacja'], ['❓', 'question', 'pytanie'], ['❗', 'important', 'ważne wykrzyknik'],
].map(([char = '', en = '', pl = '']) => ({ char, en, pl }));
