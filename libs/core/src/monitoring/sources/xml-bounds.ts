const DEEPEST = 200;
const MOST_FAULTS = 1_000;

/** How deep and how broken XML from anywhere may be. Beyond that it was made to keep us busy: reading ends by throwing, and what stood before counts. */
export class XmlBounds {
  private depth = 0;
  private faults = 0;

  opened(): void {
    if ((this.depth += 1) > DEEPEST) throw new Error('deeper than anybody writes');
  }

  closed(): void {
    this.depth -= 1;
  }

  readonly fault = (): void => {
    if ((this.faults += 1) > MOST_FAULTS) throw new Error('more faults than anybody makes');
  };
}
