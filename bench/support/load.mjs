// Requests over many connections at once.
import autocannon from 'autocannon';

/** POSTs what `next()` gives for `seconds`; answers per second, latencies in ms, and whatever was not a 2xx. */
export async function post(url, { seconds, connections = 64, headers, next }) {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [{ method: 'POST', setupRequest: (request) => ({ ...request, body: next(), headers: { ...request.headers, 'content-type': 'application/json', ...headers } }) }],
  });
  return { perSecond: result['2xx'] / result.duration, p50: result.latency.p50, p99: result.latency.p99, accepted: result['2xx'], refused: result.non2xx + result.errors };
}
