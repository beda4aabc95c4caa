/**
 * Jest begins with the biggest files where it has never run before, as in CI; the longest tests are small ones that make their rows from tables, and
 * would come last, alone. What takes more than twenty seconds is named here, longest first; the rest follows by size.
 */
const longest = [
  'api/platforms-', 'api/notices.', 'api/rights.', 'faults/due-moment', 'faults/nothing-lost', 'faults/outreach-kills', 'journeys/accessibility', 'faults/rules-kills', 'faults/many-processes', 'faults/first-steps', 'journeys/reconnect', 'api/notice-mails',
  'api/rules-held', 'api/planned', 'journeys/social-acts', 'faults/postgres-restart', 'journeys/rich-editor', 'api/public-threads', 'api/message-way', 'api/erasure-meanwhile', 'api/xmpp-faults', 'journeys/views', 'journeys/erasure', 'journeys/board', 'journeys/shared-draft',
  'journeys/context', 'journeys/widget', 'journeys/notifications', 'journeys/daily-work', 'journeys/knowledge', 'journeys/offline', 'journeys/merge-split', 'journeys/claim', 'journeys/bluesky', 'journeys/safe-sending', 'journeys/first-run', 'journeys/consent',
  'standalone/src/embedded-postgres', 'api/listening-networks', 'api/privacy', 'api/asides', 'api/demo-shop', 'api/people.', 'api/after', 'api/approvals', 'api/cases', 'api/bad-input', 'api/network-abilities', 'bluesky/bluesky.peer', 'api/report-mails', 'api/shared-drafts', 'api/spikes',
  'api/moves-in-any-order', 'sla/clock', 'support/postgres.db', 'api/shared-callback',
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
