/** What the browser needs while an answer is written, without the lexicons. */
export { findQuestions, type Question } from './questions/find';
export { tick, type Asked, type Tick } from './questions/covered';
export { Glossary, type GlossaryTerm, type JargonMark } from './jargon/marks';
