/** What is said by the parts that are fetched when somebody needs them; the shape that other languages follow. */
export const more = {
  opensNew: 'opens in a new tab', help: 'Help', searchHelp: 'Search the help pages', helpFound: (n: number) => (n === 1 ? '1 page found' : `${n} pages found`), helpNone: 'Nothing fits these words. Write to us.', helpFailed: 'The page could not be loaded.', mayHelp: 'This may answer it already', useful: 'Was this useful?', usefulThanks: 'Thank you.', others: 'Other ways', personUsual: (time: string) => `A person answers, usually in ${time}`, newTitle: 'New conversation', about: 'What is it about?', name: 'First name', email: 'Email',
  optional: 'optional', emailHelp: 'We use it only if you close the page before we answer.', emailExample: 'you@mail.com', privacyBefore: 'By sending you accept our ',
  privacyLink: 'privacy rules', needText: 'Write your message', needName: 'Tell us your name', needEmail: 'This does not look like an email address',
  matters: { question: 'A question', order: 'My order', report: 'Something is wrong', claim: 'A claim', complaint: 'A complaint', warranty: 'Warranty', praise: 'Praise' } as Record<string, string>,
  place: (n: number) => `You are ${['', 'first', 'second', 'third', 'fourth', 'fifth'][n] ?? `number ${n}`} in line`, about_: (time: string) => `about ${time}`,
  waiting: 'A person will answer here', slow: (usual: string) => `Today it takes longer than the usual ${usual}. You need not wait here.`,
  normal: 'You need not wait here: the answer stays in this window.', answerBy: 'Send me the answer by', byEmail: 'email', yourEmail: 'Your email address',
  consent: 'Yes, send the answer to this address', save: 'Save', cancel: 'Cancel', tooLarge: (max: string) => `too large, at most ${max}`,
  fileRefused: 'this kind of file is not accepted', uploadFailed: 'not uploaded', uploading: 'Uploading', solved: 'Is the matter settled?', yes: 'Yes', partly: 'Partly', no: 'No',
  how: 'How was this conversation?', poor: 'poor', great: 'great', better: 'What could be better?', sendRating: 'Send the rating', changeRating: 'Change the rating', backToChat: 'Back to the conversation',
  keyRows: [['Open, close', 'Alt K'], ['Close', 'Esc'], ['Next, back', 'Tab'], ['Send', 'Enter'], ['New line', 'Shift Enter'], ['Attach', 'Ctrl U'], ['Rating', '1–5']] as [string, string][],
};
export type MoreWords = typeof more;
