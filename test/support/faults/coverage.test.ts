import { allConnectors } from '../../../libs/connectors/src/all';
import { allPlatforms } from '../../platforms/all';
import { absences, unplayed, ways, whyAbsent } from './absent';
import { faults, offerOf } from './row';
import { allRows } from './rows';

/** The list of issue 3, in its own words, and the row that shows it. */
const promised = {
  duplicates: 'duplicate', 'parallel duplicates': 'parallel duplicate', 'out of order': 'out of order', 'edit before create': 'edit first', 'receipt before the send response': 'delivered first', 'batch with one bad item': 'bad item in a batch',
  'missing profile': 'nobody named', 'unknown type': 'unknown message', '5 MB body': '5 MB', 'old timestamp': 'old signature', 'wrong signature': 'wrong signature', "429 with the platform's own headers": 'rate limit', '5xx': 'server error',
  'time-out after acceptance': 'cut after accepting', 'token expiry in the middle': 'expired access',
} as const;

const offers = allPlatforms.map(offerOf);
const runs = (fault: string, offer: (typeof offers)[number]): boolean => allRows.some((row) => row.fault === fault && row.fits(offer));

describe('the table of faults', () => {
  it('has a row for each that was promised, and shows it on some platform', () => {
    for (const fault of Object.values(promised)) expect(faults).toContain(fault);
    expect(faults.filter((fault) => !offers.some((offer) => runs(fault, offer)))).toEqual([]);
  });

  it.each(offers.map((offer) => ({ id: offer.id, offer })))('runs every row for $id, or says why it cannot be shown there', ({ id, offer }) => {
    const absent = faults.filter((fault) => !runs(fault, offer));
    expect(absent.filter((fault) => whyAbsent(id, fault) === undefined)).toEqual([]);
    // A reason that holds no longer would hide the next hole.
    expect(faults.filter((fault) => whyAbsent(id, fault) !== undefined && runs(fault, offer))).toEqual([]);
    expect(ways[offer.way]).toContain(id);
  });

  it('plays every connector, or says where else it is tried', () => {
    const played = offers.map(({ id }) => id);
    expect(allConnectors.map(({ id }) => id).filter((id) => !played.includes(id)).sort()).toEqual(Object.keys(unplayed).sort());
    expect(Object.values(ways).flat().sort()).toEqual([...played].sort());
  });

  it('gives reasons only to platforms and rows that there are', () => {
    for (const { at, faults: named, why } of absences) {
      expect(at.filter((id) => !offers.some((offer) => offer.id === id))).toEqual([]);
      expect(named.filter((fault) => !faults.includes(fault))).toEqual([]);
      expect(why.length).toBeGreaterThan(10);
    }
  });

  it('is this, by platform', () => {
    const lines = offers.map((offer) => `${offer.id.padEnd(16)} ${offer.way.padEnd(10)} ${faults.filter((fault) => runs(fault, offer)).length} of ${faults.length}; not: ${faults.filter((fault) => !runs(fault, offer)).join(', ')}`);
    expect(`\n${lines.join('\n')}\n`).toMatchSnapshot();
  });
});
