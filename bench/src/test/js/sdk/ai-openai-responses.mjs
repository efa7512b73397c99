import { createOpenAI } from '@ai-sdk/openai';
import { aiSdk } from './ai.mjs';

/** The AI SDK with OpenAI's Responses. */
export function create({ origin, key, wrongKey }) {
  const right = createOpenAI({ baseURL: `${origin}/openai/v1`, apiKey: key });
  const wrong = createOpenAI({ baseURL: `${origin}/openai/v1`, apiKey: wrongKey });
  const options = (request) => ({
    providerOptions: {
      openai: {
        store: false,
        ...(request.thinking
          ? {
              reasoningEffort: 'medium',
              reasoningSummary: 'auto',
              forceReasoning: true,
              include: ['reasoning.encrypted_content'],
            }
          : {}),
        ...(request.logprobs ? { logprobs: 2 } : {}),
        ...(request.cache ? { promptCacheKey: 'town-hall' } : {}),
      },
    },
  });
  return aiSdk({ right: right.responses, wrong: wrong.responses }, options);
}
