import { GoogleGenAI } from '@google/genai';

function content(turn) {
  if (turn.results) {
    return {
      role: 'user',
      parts: turn.results.map(({ id, name, output }) => ({ functionResponse: { id, name, response: output } })),
    };
  }
  if (turn.assistant) {
    return turn.assistant;
  }
  if (turn.said) {
    return { role: 'model', parts: [{ text: turn.said }] };
  }
  const parts = [{ text: turn.user }];
  if (turn.image) {
    parts.push(
      turn.image.url
        ? { fileData: { fileUri: turn.image.url, mimeType: 'image/png' } }
        : { inlineData: { data: turn.image.base64, mimeType: 'image/png' } },
    );
  }
  if (turn.document) {
    parts.push({ inlineData: { data: turn.document.base64, mimeType: 'application/pdf' } });
  }
  return { role: 'user', parts };
}

const declarations = (tools) =>
  tools && [
    {
      functionDeclarations: tools.map(({ name, description, parameters }) => ({
        name,
        description,
        parametersJsonSchema: parameters,
      })),
    },
  ];

function params(request) {
  return {
    model: request.model,
    contents: request.turns.map(content),
    config: {
      abortSignal: request.signal,
      httpOptions: request.timeoutMillis ? { timeout: request.timeoutMillis } : undefined,
      systemInstruction: request.system,
      maxOutputTokens: request.maxTokens,
      tools: declarations(request.tools),
      toolConfig: request.toolChoice && {
        functionCallingConfig: { mode: 'ANY', allowedFunctionNames: [request.toolChoice] },
      },
      responseMimeType: request.schema && 'application/json',
      responseJsonSchema: request.schema,
      temperature: request.temperature,
      topP: request.topP,
      stopSequences: request.stop,
      candidateCount: request.choices,
      responseLogprobs: request.logprobs,
      logprobs: request.logprobs ? 2 : undefined,
      seed: request.seed,
      frequencyPenalty: request.penalty,
      thinkingConfig: request.thinking ? { thinkingBudget: 1024, includeThoughts: true } : undefined,
    },
  };
}

const textOf = (parts) => parts.filter((part) => part.text && !part.thought).map((part) => part.text).join('');

function answer({ candidates, usageMetadata, modelVersion }, parts) {
  return {
    model: modelVersion ?? '',
    text: textOf(parts),
    texts: candidates.map((one) => textOf(one.content?.parts ?? [])),
    finish: candidates[0].finishReason ?? '',
    calls: parts
      .filter((part) => part.functionCall)
      .map(({ functionCall: { id, name, args } }) => ({ id, name, args })),
    thinking: parts.filter((part) => part.thought).map((part) => part.text).join(''),
    signed: parts.some((part) => part.thoughtSignature),
    logprobs: candidates[0].logprobsResult?.chosenCandidates?.length ?? 0,
    usage: usageMetadata && {
      input: usageMetadata.promptTokenCount,
      output: (usageMetadata.candidatesTokenCount ?? 0) + (usageMetadata.thoughtsTokenCount ?? 0),
      reasoning: usageMetadata.thoughtsTokenCount ?? 0,
    },
    native: { role: 'model', parts },
  };
}

async function streamed(client, request) {
  const parts = [];
  let last = { candidates: [{}] };
  let finish = '';
  let deltas = 0;
  for await (const chunk of await client.models.generateContentStream(params(request))) {
    for (const part of chunk.candidates?.[0]?.content?.parts ?? []) {
      parts.push(part);
      deltas++;
      if (part.text && !part.thought) {
        request.onText?.(part.text);
      }
    }
    finish = chunk.candidates?.[0]?.finishReason ?? finish;
    last = { ...chunk, usageMetadata: chunk.usageMetadata ?? last.usageMetadata };
  }
  return { ...answer({ ...last, candidates: [{ finishReason: finish }] }, parts), deltas };
}

/** Google's own SDK. */
export function create({ origin, key, wrongKey }) {
  const make = (apiKey, baseUrl) => new GoogleGenAI({ apiKey, httpOptions: { baseUrl, timeout: 30_000 } });
  const client = make(key, origin);
  const dropIn = make(key, `${origin}/genai`);
  const stranger = make(wrongKey, origin);
  return {
    async ask(request) {
      // Plain answers by the one base, streams by the other: both are promised.
      const own = request.key === 'wrong' ? stranger : request.stream ? dropIn : client;
      if (request.stream) {
        return streamed(own, request);
      }
      const said = await own.models.generateContent(params(request));
      return answer(said, said.candidates[0].content?.parts ?? []);
    },

    async runTools({ model, user, tools }) {
      const callable = {
        tool: async () => declarations(tools)[0],
        callTool: async (calls) =>
          calls.map(({ id, name, args }) => ({
            functionResponse: { id, name, response: tools.find((tool) => tool.name === name).run(args) },
          })),
      };
      const said = await client.models.generateContent({
        model,
        contents: user,
        config: { tools: [callable] },
      });
      return { text: said.text };
    },

    async countTokens({ model, user }) {
      const { totalTokens } = await client.models.countTokens({ model, contents: user });
      return { usage: { input: totalTokens } };
    },

    async models() {
      const names = [];
      for await (const model of await client.models.list()) {
        names.push(model.name);
      }
      return names;
    },
  };
}
