export interface Limits {
  /** Questions under way. */
  atOnce: number;
  /** Keys of one question. */
  most: number;
  /** Where an answer may come a moment later: so long it waits for more to ask about, once a question was asked for several. */
  restMs?: number;
}

/**
 * One question for many who ask the same kind of thing: for all who do so in one turn of the event loop, and whoever asks while earlier questions are under
 * way waits with the others for the next. It begins after they asked: no answer is older than its question. The busier the process, the longer its turns, and
 * the more go together; who asks alone waits for nobody.
 */
export class Gathered<K, V> {
  private waiting: { key: K; resolve: (value: V | undefined) => void; reject: (error: unknown) => void }[] = [];
  private running = 0;
  private turn = false;
  private rests = false;

  /** `askAll` gets each key once and leaves out what it does not find. */
  constructor(private readonly askAll: (keys: K[]) => Promise<ReadonlyMap<K, V>>, private readonly limits: Limits = { atOnce: 2, most: 500 }) {}

  ask(key: K): Promise<V | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ key, resolve, reject });
      this.soon();
    });
  }

  private soon(): void {
    if (this.turn || this.running >= this.limits.atOnce || this.waiting.length === 0) return;
    this.turn = true;
    const go = () => {
      this.turn = false;
      this.next();
      this.soon();
    };
    if (this.rests) setTimeout(go, this.limits.restMs);
    else setImmediate(go);
  }

  private next(): void {
    const asked = this.waiting.splice(0, this.limits.most);
    this.running += 1;
    this.rests = this.limits.restMs !== undefined && asked.length > 1;
    this.askAll([...new Set(asked.map(({ key }) => key))])
      .then((answers) => { for (const { key, resolve } of asked) resolve(answers.get(key)); }, (error: unknown) => { for (const { reject } of asked) reject(error); })
      .finally(() => {
        this.running -= 1;
        this.soon();
      });
  }
}

/** The same for what can't be asked together, but once for all who ask the very same. */
export class Shared<V> {
  private readonly asked = new Map<string, { askers: number; gathered: Gathered<string, V> }>();

  /** `askOne` is the same question for everybody with that key. */
  async ask(key: string, askOne: () => Promise<V>): Promise<V> {
    const asking = this.asked.get(key) ?? { askers: 0, gathered: new Gathered<string, V>(async () => new Map([[key, await askOne()]]), { atOnce: 1, most: Number.MAX_SAFE_INTEGER }) };
    this.asked.set(key, asking);
    asking.askers += 1;
    try {
      // Found by its own key, always.
      return (await asking.gathered.ask(key)) as V;
    } finally {
      asking.askers -= 1;
      if (asking.askers === 0) this.asked.delete(key);
    }
  }
}
