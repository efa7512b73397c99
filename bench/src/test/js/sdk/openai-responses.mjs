import OpenAI from 'openai';

const image = (source) => ({
  type: 'input_image',
  detail: 'auto',
  image_url: source.url ?? `data:image/png;base64,${source.base64}`,
});

const document = (source) => ({
  type: 'input_file',
  filename: 'paper.pdf',
  file_data: `data:application/pdf;base64,${source.base64}`,
});

function input(turns) {
  const items = [];
  for (const turn of turns) {
    if (turn.results) {
      for (const { id, output } of turn.results) {
        items.push({ type: 'function_call_output', call_id: id, output: JSON.stringify(output) });
      }
    } else if (turn.assistant) {
      items.push(...turn.assistant);
    } else if (turn.said) {
      items.push({ role: 'assistant', content: turn.said });
    } else {
      const parts = [turn.image && image(turn.image), turn.document && document(turn.document)].filter(Boolean);
      items.push({
        role: 'user',
        content: parts.length === 0 ? turn.user : [{ type: 'input_text', text: turn.user }, ...parts],
      });
    }
  }
  return items;
}

function body(request) {
  return {
    model: request.model,
    instructions: request.system,
    input: input(request.turns),
    max_output_tokens: request.maxTokens,
    tools: request.tools?.map(({ name, description, parameters }) => ({
      type: 'function',
      name,
      description,
      parameters,
      strict: false,
    })),
    tool_choice: request.toolChoice && { type: 'function', name: request.toolChoice },
    text: request.schema && {
      format: { type: 'json_schema', name: 'town', schema: request.schema, strict: true },
    },
    temperature: request.temperature,
    top_p: request.topP,
    top_logprobs: request.logprobs ? 2 : undefined,
    reasoning: request.thinking ? { effort: 'medium', summary: 'auto' } : undefined,
    include: [
      ...(request.thinking ? ['reasoning.encrypted_content'] : []),
      ...(request.logprobs ? ['message.output_text.logprobs'] : []),
    ],
    store: false,
    prompt_cache_key: request.cache ? 'town-hall' : undefined,
  };
}

function answer(response) {
  const of = (type) => response.output.filter((item) => item.type === type);
  const texts = of('message').flatMap((item) => item.content.filter((part) => part.type === 'output_text'));
  const reason = response.incomplete_details?.reason;
  return {
    model: response.model,
    text: response.output_text,
    finish: reason ? `${response.status} ${reason}` : response.status,
    calls: of('function_call').map((item) => ({
      id: item.call_id,
      name: item.name,
      args: JSON.parse(item.arguments),
    })),
    thinking: of('reasoning')
      .flatMap((item) => [...item.summary, ...(item.content ?? [])])
      .map((part) => part.text)
      .join(''),
    logprobs: texts.flatMap((part) => part.logprobs ?? []).length,
    parsed: response.output_parsed ?? null,
    usage: response.usage && {
      input: response.usage.input_tokens,
      output: response.usage.output_tokens,
      reasoning: response.usage.output_tokens_details?.reasoning_tokens ?? 0,
    },
    native: response.output,
  };
}

async function streamed(client, request, options) {
  const stream = client.responses.stream(body(request), options);
  const kinds = [];
  let deltas = 0;
  for await (const event of stream) {
    if (kinds.at(-1) !== event.type) {
      kinds.push(event.type);
    }
    if (event.type === 'response.output_text.delta') {
      deltas++;
      request.onText?.(event.delta);
    }
    deltas += event.type === 'response.function_call_arguments.delta' ? 1 : 0;
  }
  return { ...answer(await stream.finalResponse()), deltas, kinds };
}

/** OpenAI's own SDK, Responses. */
export function create({ origin, key, wrongKey }) {
  const client = new OpenAI({ baseURL: `${origin}/openai/v1`, apiKey: key, maxRetries: 0, timeout: 30_000 });
  const options = (request) => ({ signal: request.signal, timeout: request.timeoutMillis ?? 30_000 });
  return {
    async ask(request) {
      const own = request.key === 'wrong' ? client.withOptions({ apiKey: wrongKey }) : client;
      if (request.stream) {
        return streamed(own, request, options(request));
      }
      return answer(
        request.schema
          ? await own.responses.parse(body(request), options(request))
          : await own.responses.create(body(request), options(request)),
      );
    },

    // This SDK has no loop of its own for Responses: a conversation goes on by the id of the last answer.
    async runTools({ model, user, tools }) {
      const offered = tools.map(({ name, description, parameters }) => ({
        type: 'function',
        name,
        description,
        parameters,
        strict: false,
      }));
      let response = await client.responses.create({ model, input: user, tools: offered });
      for (let turn = 0; turn < 5; turn++) {
        const calls = response.output.filter((item) => item.type === 'function_call');
        if (calls.length === 0) {
          break;
        }
        response = await client.responses.create({
          model,
          previous_response_id: response.id,
          tools: offered,
          input: calls.map((call) => ({
            type: 'function_call_output',
            call_id: call.call_id,
            output: JSON.stringify(tools.find((tool) => tool.name === call.name).run(JSON.parse(call.arguments))),
          })),
        });
      }
      return { text: response.output_text };
    },
  };
}
