import { createAnthropic } from '@ai-sdk/anthropic';
import { aiSdk } from './ai.mjs';

/** The AI SDK with Anthropic. */
export function create({ origin, key, wrongKey }) {
  const right = createAnthropic({ baseURL: `${origin}/anthropic/v1`, apiKey: key });
  const wrong = createAnthropic({ baseURL: `${origin}/anthropic/v1`, apiKey: wrongKey });
  const options = (request) => ({
    providerOptions: {
      anthropic: {
        ...(request.thinking ? { thinking: { type: 'enabled', budgetTokens: 1024 } } : {}),
        ...(request.cache ? { cacheControl: { type: 'ephemeral' } } : {}),
      },
    },
  });
  return aiSdk({ right, wrong }, options);
}
