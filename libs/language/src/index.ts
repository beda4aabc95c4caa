export { detectLanguage, type LanguageGuess } from './detect/language';
export { moodOf, type Mood, type MoodOptions } from './mood/mood';
export type { MoodLabel } from './mood/judge';
export { nothingLearnt, type Learnt } from './mood/learnt';
export { learn, type Correction } from './mood/corrections';
export { findQuestions, type Question } from './questions/find';
export { tick, type Asked, type Tick } from './questions/covered';
export { Glossary, type GlossaryTerm, type JargonMark } from './jargon/marks';
