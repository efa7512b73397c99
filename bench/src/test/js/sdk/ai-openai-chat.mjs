import { createOpenAI } from '@ai-sdk/openai';
import { aiSdk } from './ai.mjs';

/** The AI SDK with OpenAI's chat completions. */
export function create({ origin, key, wrongKey }) {
  const right = createOpenAI({ baseURL: `${origin}/v1`, apiKey: key });
  const wrong = createOpenAI({ baseURL: `${origin}/v1`, apiKey: wrongKey });
  const options = (request) => ({
    providerOptions: {
      openai: {
        ...(request.thinking ? { reasoningEffort: 'medium', forceReasoning: true } : {}),
        ...(request.logprobs ? { logprobs: 2 } : {}),
        ...(request.cache ? { promptCacheKey: 'town-hall' } : {}),
      },
    },
  });
  return aiSdk({ right: right.chat, wrong: wrong.chat }, options, (model) => right.embeddingModel(model));
}
