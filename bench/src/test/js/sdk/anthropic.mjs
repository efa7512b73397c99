import Anthropic from '@anthropic-ai/sdk';
import { jsonSchemaOutputFormat } from '@anthropic-ai/sdk/helpers/json-schema';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';

const image = (source) => ({
  type: 'image',
  source: source.url
    ? { type: 'url', url: source.url }
    : { type: 'base64', media_type: 'image/png', data: source.base64 },
});

const document = (source) => ({
  type: 'document',
  title: 'paper.pdf',
  source: { type: 'base64', media_type: 'application/pdf', data: source.base64 },
});

function message(turn) {
  if (turn.results) {
    return {
      role: 'user',
      content: turn.results.map(({ id, output }) => ({
        type: 'tool_result',
        tool_use_id: id,
        content: JSON.stringify(output),
      })),
    };
  }
  if (turn.assistant) {
    return { role: 'assistant', content: turn.assistant };
  }
  if (turn.said) {
    return { role: 'assistant', content: turn.said };
  }
  const parts = [turn.image && image(turn.image), turn.document && document(turn.document)].filter(Boolean);
  return {
    role: 'user',
    content: parts.length === 0 ? turn.user : [...parts, { type: 'text', text: turn.user }],
  };
}

const schemas = (tools) =>
  tools?.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters }));

function body(request) {
  const cache = request.cache ? { cache_control: { type: 'ephemeral' } } : {};
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    system: request.system && [{ type: 'text', text: request.system, ...cache }],
    messages: request.turns.map(message),
    tools: schemas(request.tools),
    tool_choice: request.toolChoice && { type: 'tool', name: request.toolChoice },
    output_config: request.schema && { format: jsonSchemaOutputFormat(request.schema) },
    stop_sequences: request.stop,
    thinking: request.thinking ? { type: 'enabled', budget_tokens: 1024 } : undefined,
  };
}

function answer(said) {
  const of = (type) => said.content.filter((block) => block.type === type);
  const thoughts = of('thinking');
  return {
    model: said.model,
    text: of('text').map((block) => block.text).join(''),
    finish: said.stop_reason ?? '',
    calls: of('tool_use').map(({ id, name, input }) => ({ id, name, args: input })),
    thinking: thoughts.map((block) => block.thinking).join(''),
    signed: thoughts.every((block) => block.signature),
    parsed: said.parsed_output ?? null,
    usage: {
      input: said.usage.input_tokens,
      output: said.usage.output_tokens,
      reasoning: said.usage.output_tokens_details?.thinking_tokens ?? 0,
    },
    native: said.content,
  };
}

async function streamed(client, request, options) {
  const stream = client.messages.stream(body(request), options);
  let deltas = 0;
  for await (const event of stream) {
    if (event.type !== 'content_block_delta') {
      continue;
    }
    if (event.delta.type === 'text_delta') {
      deltas++;
      request.onText?.(event.delta.text);
    }
    deltas += event.delta.type === 'input_json_delta' && event.delta.partial_json ? 1 : 0;
  }
  return { ...answer(await stream.finalMessage()), deltas };
}

/** Anthropic's own SDK. */
export function create({ origin, key, wrongKey }) {
  const options = (request) => ({ signal: request.signal, timeout: request.timeoutMillis ?? 30_000 });
  const client = new Anthropic({ baseURL: origin, apiKey: key, maxRetries: 0, timeout: 30_000 });
  return {
    async ask(request) {
      const own = request.key === 'wrong' ? client.withOptions({ apiKey: wrongKey }) : client;
      if (request.stream) {
        return streamed(own, request, options(request));
      }
      return answer(
        request.schema
          ? await own.messages.parse(body(request), options(request))
          : await own.messages.create(body(request), options(request)),
      );
    },

    // Over a message thread first, as it does by default.
    async runTools({ model, user, tools }) {
      const last = await client.beta.messages.toolRunner({
        model,
        max_tokens: 2000,
        messages: [{ role: 'user', content: user }],
        tools: tools.map(({ name, description, parameters, run }) =>
          betaTool({ name, description, inputSchema: parameters, run: (input) => JSON.stringify(run(input)) }),
        ),
      });
      return { text: answer(last).text };
    },

    async countTokens({ model, user }) {
      const { input_tokens } = await client.messages.countTokens({
        model,
        messages: [{ role: 'user', content: user }],
      });
      return { usage: { input: input_tokens } };
    },

    async models() {
      const names = [];
      for await (const model of client.models.list()) {
        names.push(model.id);
      }
      return names;
    },
  };
}
