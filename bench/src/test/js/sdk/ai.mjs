// Vercel's AI SDK: one way to ask, whatever the provider.
import { embedMany, generateText, isStepCount, jsonSchema, Output, streamText, tool } from 'ai';

function content(turn) {
  const parts = [{ type: 'text', text: turn.user }];
  if (turn.image) {
    parts.push({
      type: 'file',
      mediaType: 'image/png',
      data: turn.image.url ? new URL(turn.image.url) : turn.image.base64,
    });
  }
  if (turn.document) {
    parts.push({ type: 'file', mediaType: 'application/pdf', data: turn.document.base64, filename: 'paper.pdf' });
  }
  return parts;
}

function messages(turns) {
  return turns.flatMap((turn) => {
    if (turn.results) {
      return {
        role: 'tool',
        content: turn.results.map(({ id, name, output }) => ({
          type: 'tool-result',
          toolCallId: id,
          toolName: name,
          output: { type: 'json', value: output },
        })),
      };
    }
    if (turn.assistant) {
      return turn.assistant;
    }
    return turn.said ? { role: 'assistant', content: turn.said } : { role: 'user', content: content(turn) };
  });
}

const offered = (tools) =>
  tools &&
  Object.fromEntries(
    tools.map(({ name, description, parameters, run }) => [
      name,
      tool({ description, inputSchema: jsonSchema(parameters), execute: run && (async (input) => run(input)) }),
    ]),
  );

function params(model, request, more) {
  return {
    model,
    system: request.system,
    messages: messages(request.turns),
    tools: offered(request.tools),
    toolChoice: request.toolChoice && { type: 'tool', toolName: request.toolChoice },
    output: request.schema && Output.object({ schema: jsonSchema(request.schema) }),
    maxOutputTokens: request.maxTokens,
    temperature: request.temperature,
    topP: request.topP,
    stopSequences: request.stop,
    seed: request.seed,
    frequencyPenalty: request.penalty,
    maxRetries: 0,
    abortSignal: request.signal,
    timeout: request.timeoutMillis,
    ...more,
  };
}

const usage = (all) => ({
  input: all.inputTokens ?? 0,
  output: all.outputTokens ?? 0,
  reasoning: all.outputTokenDetails?.reasoningTokens ?? 0,
});

const calls = (list) => list.map(({ toolCallId, toolName, input }) => ({ id: toolCallId, name: toolName, args: input }));

async function plain(model, request, more) {
  const said = await generateText(params(model, request, more));
  return {
    model: said.response.modelId ?? '',
    text: said.text,
    finish: said.finishReason,
    calls: calls(said.toolCalls),
    thinking: said.reasoningText ?? '',
    parsed: request.schema ? said.output : null,
    usage: usage(said.usage),
    sdkWarnings: (said.warnings ?? []).map((warning) => warning.feature ?? warning.details ?? warning.type),
    native: said.response.messages,
  };
}

async function streamed(model, request, more) {
  const said = streamText({ ...params(model, request, more), onError: () => {} });
  let deltas = 0;
  for await (const part of said.fullStream) {
    if (part.type === 'error') {
      throw part.error;
    }
    if (part.type === 'abort') {
      const aborted = new Error('the stream was aborted');
      aborted.name = 'AbortError';
      throw aborted;
    }
    if (part.type === 'text-delta') {
      deltas++;
      request.onText?.(part.text);
    }
    deltas += part.type === 'tool-input-delta' ? 1 : 0;
  }
  return {
    model: (await said.response).modelId ?? '',
    text: await said.text,
    finish: await said.finishReason,
    calls: calls(await said.toolCalls),
    thinking: (await said.reasoningText) ?? '',
    parsed: request.schema ? await said.output : null,
    usage: usage(await said.usage),
    deltas,
    native: (await said.response).messages,
  };
}

/**
 * The SDK with one of its providers.
 *
 * @param providers by the key they use: `right` and `wrong`, each a function from a model's name to a model
 * @param options from a request to further options of the call
 */
export function aiSdk(providers, options, embedder) {
  return {
    ask(request) {
      const model = (request.key === 'wrong' ? providers.wrong : providers.right)(request.model);
      return (request.stream ? streamed : plain)(model, request, options(request));
    },

    async runTools({ model, user, tools }) {
      const said = await generateText({
        ...params(providers.right(model), { turns: [{ user }], tools, maxTokens: 2000 }),
        stopWhen: isStepCount(5),
      });
      return { text: said.text };
    },

    async embed({ model, inputs }) {
      const said = await embedMany({ model: embedder(model), values: inputs, maxRetries: 0 });
      return { vectors: said.embeddings, usage: { input: said.usage.tokens } };
    },
  };
}
