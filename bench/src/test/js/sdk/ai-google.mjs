import { createGoogle } from '@ai-sdk/google';
import { aiSdk } from './ai.mjs';

/** The AI SDK with Google. */
export function create({ origin, key, wrongKey }) {
  const right = createGoogle({ baseURL: `${origin}/v1beta`, apiKey: key });
  const wrong = createGoogle({ baseURL: `${origin}/v1beta`, apiKey: wrongKey });
  const options = (request) => ({
    providerOptions: {
      google: request.thinking ? { thinkingConfig: { thinkingBudget: 1024, includeThoughts: true } } : {},
    },
  });
  return aiSdk({ right, wrong }, options);
}
