import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { knowledgeStrings } from './knowledge.strings';

/** What failed, as a toast in plain words. */
export function useFailed(): (error: Error) => void {
  const t = useStrings(knowledgeStrings);
  const toast = useToast();
  return (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
}
