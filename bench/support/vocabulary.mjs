// Texts of words that are as common and as rare as in real ones: the first are in every third message, the last in one of many thousands.
const SYLLABLES = [['ka', 'le', 'mo', 'ni', 'pra', 'ro', 'sa', 'ti', 'wu', 'zo', 'ble', 'dro', 'fi', 'gla', 'hu', 'je', 'kro', 'lu', 'ma', 'ne'], ['ber', 'cko', 'dan', 'fel', 'gim', 'lon', 'mar', 'nel', 'pon', 'ras', 'sten', 'tur', 'vin', 'wal', 'zer', 'bi', 'cu', 'do', 'ga', 'hi', 'ka', 'lo', 'me', 'nu', 'pi'], ['a', 'ada', 'ak', 'ami', 'any', 'e', 'ek', 'eli', 'em', 'eny', 'i', 'ie', 'ika', 'im', 'iny', 'o', 'ok', 'olo', 'om', 'ona', 'osz', 'u', 'uje', 'uk', 'um', 'ur', 'usz', 'y', 'ych', 'yk', 'ym', 'yn', 'yna', 'ysz', 'owa', 'owi', 'owo', 'owy', 'ują', 'ów']];

export const vocabulary = Array.from({ length: 20_000 }, (_, at) => SYLLABLES[0][at % 20] + SYLLABLES[1][Math.floor(at / 20) % 25] + SYLLABLES[2][Math.floor(at / 500) % 40]);

/** For fillInbox: sentences of twelve such words, and an order's number. */
export const ofWords = {
  before: {
    sql: `CREATE TEMP TABLE sentences AS SELECT n, (SELECT string_agg(($1::text[])[1 + floor(power(random(), 3) * array_length($1::text[], 1))::int], ' ') FROM generate_series(1, 12) WHERE n > 0) AS said FROM generate_series(1, 20000) n`,
    values: [vocabulary], then: 'ALTER TABLE sentences ADD PRIMARY KEY (n); ANALYZE sentences',
  },
  text: `(SELECT said FROM sentences s WHERE s.n = 1 + (m.n * 7919 + seq * 104729) % 20000) || ', order ' || m.n * 7 % 99991`,
};
