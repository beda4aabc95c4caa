import { h } from 'preact';
import type { Chat } from '../chat';
import { Icon } from './icon';

export interface ViewProps { chat: Chat }

export function Close({ chat }: ViewProps) {
  return <button type="button" class="kw-x" aria-label={chat.state.w.close} onClick={() => chat.close()}><Icon name="x" /></button>;
}
export function Back({ chat }: ViewProps) {
  return <button type="button" class="kw-x" aria-label={chat.state.w.back} onClick={() => chat.go('home')}><Icon name="back" /></button>;
}
