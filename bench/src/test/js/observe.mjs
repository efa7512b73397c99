// Notes the heads of the answers an SDK gets, without touching them: the SDKs call the global fetch.
import { AsyncLocalStorage } from 'node:async_hooks';

const running = new AsyncLocalStorage();
const plainFetch = globalThis.fetch;

globalThis.fetch = async (...request) => {
  const response = await plainFetch(...request);
  const seen = running.getStore();
  if (seen) {
    const header = (name) => response.headers.get(name) ?? '';
    seen.push({
      status: response.status,
      requestId: header('x-tollgate-request-id'),
      warnings: header('x-tollgate-warnings'),
      retryAfter: header('retry-after'),
    });
  }
  return response;
};

/** Runs an action and adds the head of each answer it gets to a list. */
export function observing(seen, action) {
  return running.run(seen, action);
}
