import type { ToLoader, ToPanel } from '../wire';

/**
 * The line to the host page. Its origin comes from the frame's own address; a page that lies about it hears nothing,
 * because messages go to that exact origin, and the server's frame-ancestors names who may embed us at all.
 */
export class Bridge {
  private readonly origin: string;

  constructor(hash: string, receive: (message: ToPanel) => void) {
    this.origin = decodeURIComponent(hash.replace(/^#/, ''));
    addEventListener('message', (event: MessageEvent<ToPanel>) => {
      if (event.source !== parent || event.origin !== this.origin || typeof event.data?.k !== 'string') return;
      receive(event.data);
    });
  }

  tell(message: ToLoader): void {
    if (parent !== window && /^https?:\/\//.test(this.origin)) parent.postMessage(message, this.origin);
  }
}
