import type { Secrets } from '@kontuar/platform';

/** Whoever has it may answer this one question, until the time for that is over. */
export const surveyToken = (secrets: Secrets, surveyId: string): string => `${surveyId}.${secrets.mac('survey-link', surveyId)}`;

export function readSurveyToken(secrets: Secrets, token: string): string | undefined {
  const [id = '', mac = '', ...more] = token.split('.');
  return more.length === 0 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && secrets.macMatches('survey-link', id, mac) ? id : undefined;
}
