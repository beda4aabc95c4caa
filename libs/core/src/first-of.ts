/**
 * The first of these columns that is not null: coalesce(), said so that an index can answer. Under row level security PostgreSQL holds coalesce for
 * something that may leak what a row says, compares only after the policy, and reads the whole table for one row; CASE it knows to be harmless.
 */
export function firstOf(...columns: [string, ...string[]]): string {
  const last = columns.at(-1) ?? columns[0];
  return `CASE ${columns.slice(0, -1).map((column) => `WHEN ${column} IS NOT NULL THEN ${column}`).join(' ')} ELSE ${last} END`;
}
