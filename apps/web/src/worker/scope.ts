/** The little of a service worker's world that we use; TypeScript's own description cannot stand beside the one of a page. */
export interface Lasting extends Event { waitUntil(work: Promise<unknown>): void }
export interface Asking extends Lasting { readonly request: Request; respondWith(answer: Promise<Response>): void }
export interface Told extends Lasting { readonly data: unknown }
export interface WindowSeen { readonly id: string; readonly url: string; readonly focused: boolean; focus(): Promise<unknown>; navigate(url: string): Promise<unknown>; postMessage(message: unknown): void }
export interface Scope {
  readonly location: { readonly origin: string };
  readonly registration: { readonly active: unknown };
  readonly clients: { matchAll(options?: { type?: 'window'; includeUncontrolled?: boolean }): Promise<WindowSeen[]>; openWindow(url: string): Promise<unknown>; claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listen: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listen: (event: Asking) => void): void;
  addEventListener(type: 'message', listen: (event: Told) => void): void;
}

export const scope = globalThis as unknown as Scope;
