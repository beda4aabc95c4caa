/**
 * Jest begins with the biggest files where it has never run before, as in CI; the longest tests are small ones that make their rows from tables, and
 * would come last, alone. What takes more than twenty seconds is named here, longest first; the rest follows by size.
 */
const longest = [
  'connectors/src/bluesky/bluesky.peer', 'api/platforms-', 'journeys/accessibility', 'faults/nothing-lost', 'api/xmpp-faults', 'api/network-abilities', 'api/message-way', 'journeys/widget', 'journeys/bluesky',
  'faults/first-steps', 'api/public-threads', 'journeys/daily-work', 'journeys/reconnect', 'api/widget', 'journeys/two-agents', 'embedded-postgres.peer',
];
const fs = require('node:fs');

const rankOf = ({ path }) => {
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
