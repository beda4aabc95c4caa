/** Reads server-sent events out of a byte stream: only `data` lines matter here, comments keep the line warm. */
export function eventParser(emit: (data: string) => void): (chunk: string) => void {
  let rest = '';
  let data: string[] = [];
  return (chunk) => {
    rest += chunk;
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) emit(data.join('\n'));
        data = [];
      } else if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
    }
  };
}

/** Waits grow from one second to thirty, each drawn from the upper half so that many visitors do not come back as one. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(30_000, 1000 * 2 ** Math.min(attempt, 5));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}

/** A proxy that holds the first bytes for so long holds all of them. */
const firstByteMs = 8000;
/** The server says something every 15 s; silence for much longer is a dead line that nobody told us about. */
const silenceMs = 40_000;
const pollMs = { open: 4000, closed: 20_000, resting: 30_000 };
/** How long to poll before the stream is tried again. */
const streamAgainMs = 300_000;

export interface StreamHost {
  url: string;
  token(): string | undefined;
  isOpen(): boolean;
  hint(data: unknown): void;
  /** Asks for the difference; called after each connection and at each poll. False: no way to the server. */
  catchUp(): Promise<boolean>;
  link(state: 'live' | 'polling' | 'down'): void;
  /** The token is not taken any more. */
  refused(): void;
}

/** Keeps the panel up to date: streams while that works, polls where streams are held back, waits when all is down. */
export class LiveLine {
  private running = false;
  private attempt = 0;
  private abort: AbortController | undefined;
  private wake: (() => void) | undefined;
  private pollUntil = 0;
  private resting = false;

  constructor(private readonly host: StreamHost) {}

  start(): void {
    if (this.running) { this.nudge(); return; }
    this.running = true;
    void this.run();
  }

  stop(): void {
    this.running = false;
    this.abort?.abort();
    this.wake?.();
  }

  /** Something suggests that it is worth trying now: the network is back, the panel was opened. */
  nudge(): void {
    this.attempt = 0;
    this.wake?.();
  }

  /** In a tab that nobody looks at: browsers allow six connections to a server, and one tab must not hold them all. */
  rest(resting: boolean): void {
    if (this.resting === resting) return;
    this.resting = resting;
    if (resting) this.abort?.abort();
    this.nudge();
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => { clearTimeout(timer); resolve(); };
    });
  }

  private async run(): Promise<void> {
    while (this.running) {
      if (this.resting || Date.now() < this.pollUntil) {
        const reached = await this.host.catchUp();
        this.host.link(reached ? 'polling' : 'down');
        this.attempt = reached ? 0 : this.attempt + 1;
        await this.pause(reached ? pollMs[this.resting ? 'resting' : this.host.isOpen() ? 'open' : 'closed'] : backoffMs(this.attempt));
        continue;
      }
      const end = await this.stream();
      if (!this.running) return;
      if (end === 'refused') { this.running = false; this.host.refused(); return; }
      if (this.resting) continue;
      if (end === 'buffered') { this.pollUntil = Date.now() + streamAgainMs; continue; }
      if (end === 'unreachable') this.host.link('down');
      this.attempt += 1;
      await this.pause(end === 'ended' && this.attempt === 1 ? 250 : backoffMs(this.attempt - 1));
    }
  }

  private async stream(): Promise<'ended' | 'unreachable' | 'buffered' | 'refused'> {
    const abort = this.abort = new AbortController();
    let heard = false;
    let timer = setTimeout(() => abort.abort(), firstByteMs);
    try {
      const answer = await fetch(this.host.url, { headers: { authorization: `Bearer ${this.host.token() ?? ''}`, accept: 'text/event-stream' }, signal: abort.signal, cache: 'no-store', credentials: 'omit' });
      if (answer.status === 401) return 'refused';
      if (!answer.ok || !answer.body) return 'unreachable';
      const reader = answer.body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
      const feed = eventParser((data) => this.host.hint(JSON.parse(data)));
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return 'ended';
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(), silenceMs);
        if (!heard) {
          heard = true;
          this.attempt = 0;
          this.host.link('live');
          void this.host.catchUp();
        }
        feed(value);
      }
    } catch {
      if (heard) return 'ended';
      // Reached over plain HTTP, yet no byte of the stream came through: something in between holds it back.
      return abort.signal.aborted && this.running && !this.resting && (await this.host.catchUp()) ? 'buffered' : 'unreachable';
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  }
}
