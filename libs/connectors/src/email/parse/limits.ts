/** What one mail may cost. Past a limit the rest of the mail is left unread, never the mail itself. */
export const limits = {
  /** MIME parts that are looked into; later ones are left unread. */
  parts: 500,
  /** Multiparts inside multiparts; deeper ones become one opaque attachment. */
  depth: 24,
  headerBlockBytes: 512 * 1024,
  headers: 1500,
  headerValueChars: 64 * 1024,
  addresses: 500,
  references: 200,
  attachments: 300,
  /** Longer bodies are kept as an attachment and cut in the message. */
  textChars: 500_000,
  htmlChars: 1_500_000,
  htmlNodes: 150_000,
  htmlDepth: 120,
  /** Lines in which a quote is looked for. */
  bodyLines: 50_000,
  nameChars: 200,
  subjectChars: 2_000,
  /** Wall time after which no further part is opened. */
  timeMs: 10_000,
} as const;

/** Counts what was spent on one mail. */
export class Budget {
  private partsLeft: number = limits.parts;
  private readonly endsAt: number;
  exceeded = false;

  constructor(private readonly clock: () => number = () => performance.now()) {
    this.endsAt = clock() + limits.timeMs;
  }

  /** False when no further part may be opened. */
  takePart(): boolean {
    if (this.partsLeft <= 0 || this.clock() > this.endsAt) {
      this.exceeded = true;
      return false;
    }
    this.partsLeft -= 1;
    return true;
  }
}
