import OpenAI from 'openai';

const image = (source) => ({
  type: 'image_url',
  image_url: { url: source.url ?? `data:image/png;base64,${source.base64}` },
});

const document = (source) => ({
  type: 'file',
  file: { filename: 'paper.pdf', file_data: `data:application/pdf;base64,${source.base64}` },
});

function messages({ system, turns }) {
  const list = system ? [{ role: 'system', content: system }] : [];
  for (const turn of turns) {
    if (turn.results) {
      for (const { id, output } of turn.results) {
        list.push({ role: 'tool', tool_call_id: id, content: JSON.stringify(output) });
      }
    } else if (turn.assistant) {
      list.push(turn.assistant);
    } else if (turn.said) {
      list.push({ role: 'assistant', content: turn.said });
    } else {
      const parts = [turn.image && image(turn.image), turn.document && document(turn.document)].filter(Boolean);
      list.push({
        role: 'user',
        content: parts.length === 0 ? turn.user : [{ type: 'text', text: turn.user }, ...parts],
      });
    }
  }
  return list;
}

const functions = (tools) =>
  tools?.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));

function body(request) {
  return {
    model: request.model,
    messages: messages(request),
    max_completion_tokens: request.maxTokens,
    tools: functions(request.tools),
    tool_choice: request.toolChoice && { type: 'function', function: { name: request.toolChoice } },
    response_format: request.schema && {
      type: 'json_schema',
      json_schema: { name: 'town', schema: request.schema, strict: true },
    },
    temperature: request.temperature,
    top_p: request.topP,
    stop: request.stop,
    n: request.choices,
    logprobs: request.logprobs,
    top_logprobs: request.logprobs ? 2 : undefined,
    seed: request.seed,
    frequency_penalty: request.penalty,
    reasoning_effort: request.thinking ? 'medium' : undefined,
    prompt_cache_key: request.cache ? 'town-hall' : undefined,
  };
}

function answer(completion) {
  const [choice] = completion.choices;
  const { message } = choice;
  return {
    model: completion.model,
    text: message.content ?? '',
    texts: completion.choices.map((one) => one.message.content),
    finish: choice.finish_reason ?? '',
    calls: (message.tool_calls ?? []).map((call) => ({
      id: call.id,
      name: call.function.name,
      args: JSON.parse(call.function.arguments),
    })),
    thinking: message.reasoning_content ?? '',
    logprobs: choice.logprobs?.content?.length ?? 0,
    parsed: message.parsed ?? null,
    usage: completion.usage && {
      input: completion.usage.prompt_tokens,
      output: completion.usage.completion_tokens,
      reasoning: completion.usage.completion_tokens_details?.reasoning_tokens ?? 0,
    },
    native: message,
  };
}

async function streamed(client, request, options) {
  const stream = client.chat.completions.stream(
    { ...body(request), stream_options: { include_usage: true } },
    options,
  );
  let deltas = 0;
  for await (const chunk of stream) {
    for (const { delta } of chunk.choices) {
      if (delta.content) {
        deltas++;
        request.onText?.(delta.content);
      }
      deltas += (delta.tool_calls ?? []).filter((call) => call.function?.arguments).length;
    }
  }
  return { ...answer(await stream.finalChatCompletion()), deltas };
}

/** OpenAI's own SDK, chat completions. */
export function create({ origin, key, wrongKey }) {
  const client = new OpenAI({ baseURL: `${origin}/v1`, apiKey: key, maxRetries: 0, timeout: 30_000 });
  const options = (request) => ({ signal: request.signal, timeout: request.timeoutMillis ?? 30_000 });
  return {
    async ask(request) {
      const own = request.key === 'wrong' ? client.withOptions({ apiKey: wrongKey }) : client;
      if (request.stream) {
        return streamed(own, request, options(request));
      }
      return answer(
        request.schema
          ? await own.chat.completions.parse(body(request), options(request))
          : await own.chat.completions.create(body(request), options(request)),
      );
    },

    async runTools({ model, user, tools }) {
      const runner = client.chat.completions.runTools({
        model,
        messages: [{ role: 'user', content: user }],
        tools: tools.map(({ name, description, parameters, run }) => ({
          type: 'function',
          function: {
            name,
            description,
            parameters,
            parse: JSON.parse,
            function: async (input) => JSON.stringify(run(input)),
          },
        })),
      });
      return { text: await runner.finalContent() };
    },

    async embed({ model, inputs }) {
      const { data, usage } = await client.embeddings.create({ model, input: inputs });
      return { vectors: data.map((one) => one.embedding), usage: { input: usage.prompt_tokens } };
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
