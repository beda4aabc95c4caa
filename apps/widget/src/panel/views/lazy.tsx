import type { Chat } from '../chat';
import { lazy } from './lazily';

export const Keys = lazy(async () => (await import('./keys')).Keys).View;
export const Rating = lazy(async () => (await import('./rating')).Rating).View;
export const Waiting = lazy(async () => (await import('./waiting')).Waiting).View;
export const HomeMore = lazy(async () => (await import('./home-more')).HomeMore).View;
export const Suggested = lazy(async () => (await import('./suggested')).Suggested).View;
const form = lazy(async () => (await import('./form-view')).FormView);
export const FormView = form.View;

/** Where nothing can be fetched, one writes without having been asked. What is typed before the field is there is written into it. */
export function openForm(chat: Chat): void {
  const typed = (event: KeyboardEvent): void => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    chat.setDraft(chat.state.draft + event.key);
  };
  const arrived = (event: FocusEvent): void => { if (event.target instanceof HTMLTextAreaElement) stop(); };
  const stop = (): void => {
    removeEventListener('keydown', typed, true);
    removeEventListener('focusin', arrived);
  };
  addEventListener('keydown', typed, true);
  addEventListener('focusin', arrived);
  setTimeout(stop, 3000);
  form.ready(chat).then(() => chat.go('form'), () => chat.go('chat'));
}
