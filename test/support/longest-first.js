/**
 * Jest begins with the biggest files where it has never run before, as in CI; the longest tests are small ones that make their rows from tables, and
 * would come last, alone. What takes more than twenty seconds is named here, longest first; the rest follows by size.
 */
const longest = [
  'api/platforms-', 'api/rules-held', 'api/notices.', 'api/rights.', 'api/erasure-meanwhile', 'journeys/accessibility', 'faults/outreach-kills', 'faults/due-moment', 'faults/nothing-lost', 'faults/rules-kills', 'journeys/social-acts', 'api/public-threads', 'faults/first-steps', 'api/planned', 'api/notice-mails',
  'journeys/widget', 'journeys/daily-work', 'journeys/bluesky', 'journeys/rich-editor', 'faults/postgres-restart', 'journeys/consent', 'api/xmpp-faults', 'journeys/reconnect', 'api/message-way', 'journeys/merge-split',
  'journeys/context', 'journeys/offline', 'journeys/views', 'api/demo-shop', 'journeys/notifications', 'journeys/shared-draft', 'api/network-abilities', 'api/approvals', 'api/asides', 'api/shared-callback', 'api/privacy', 'api/listening-networks',
];
/** Waits until its network is installed, which goes on beside the others: in the end nobody waits. */
const last = 'connectors/src/bluesky/bluesky.peer';
const fs = require('node:fs');

const rankOf = ({ path }) => {
  if (path.includes(last)) return longest.length + 1;
  const at = longest.findIndex((part) => path.includes(part));
  return at === -1 ? longest.length : at;
};

module.exports = class LongestFirst {
  sort(tests) {
    const ranked = [...tests].map((test) => ({ test, rank: rankOf(test), size: fs.statSync(test.path).size }));
    return ranked.sort((one, other) => one.rank - other.rank || other.size - one.size).map(({ test }) => test);
  }

  allFailedTests(tests) {
    return tests;
  }

  shard(tests, { shardIndex, shardCount }) {
    return tests.filter((_test, at) => at % shardCount === shardIndex - 1);
  }

  cacheResults() {
    // The list above knows.
  }
};
