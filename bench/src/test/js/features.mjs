// What is asked of every SDK, feature by feature, in a form that is no SDK's own: each module in sdk/ says it in the
// words of one. A step is what came of one request.

const WEATHER = {
  name: 'look_up_weather',
  description: 'The weather in a city.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer' } },
    required: ['city', 'days'],
    additionalProperties: false,
  },
};

const TIME = {
  name: 'look_up_time',
  description: 'The time in a zone.',
  parameters: {
    type: 'object',
    properties: { zone: { type: 'string' } },
    required: ['zone'],
    additionalProperties: false,
  },
};

const BELL = {
  name: 'ring_bell',
  description: 'Rings.',
  parameters: { type: 'object', properties: {}, additionalProperties: false },
};

const TOWN = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    inhabitants: { type: 'integer' },
    districts: { type: 'array', items: { type: 'string' } },
  },
  required: ['name', 'inhabitants', 'districts'],
  additionalProperties: false,
};

const results = (calls) => calls.map(({ id, name }) => ({ id, name, output: { found: `result of ${name}` } }));

/** A first turn that calls tools, then their results. */
async function useTools(sdk, plan, one, steps, request) {
  const turns = [{ user: one.prompt }];
  const first = await sdk.ask({ model: one.model, turns, maxTokens: 2000, ...request });
  steps.push(first);
  if (first.calls.length === 0) {
    return;
  }
  const { toolChoice, ...rest } = request;
  steps.push(
    await sdk.ask({
      model: one.model,
      turns: [...turns, { assistant: first.native }, { results: results(first.calls) }],
      maxTokens: 2000,
      ...rest,
    }),
  );
}

const ask = (more) => async (sdk, plan, one, steps) => {
  const { user, ...request } = typeof more === 'function' ? more(plan, one) : (more ?? {});
  steps.push(
    await sdk.ask({
      model: one.model,
      turns: [{ user: one.prompt, ...user }],
      maxTokens: 2000,
      ...request,
    }),
  );
};

const FEATURES = {
  plain: ask({ system: 'Be brief.' }),
  streamed: ask({ system: 'Be brief.', stream: true }),
  turns: (sdk, plan, one, steps) =>
    ask({
      system: 'Be brief.',
      turns: [{ user: 'Hello.' }, { said: 'Hello to you.' }, { user: one.prompt }],
    })(sdk, plan, one, steps),
  tool: (sdk, plan, one, steps) => useTools(sdk, plan, one, steps, { tools: [WEATHER, TIME] }),
  parallel: (sdk, plan, one, steps) => useTools(sdk, plan, one, steps, { tools: [WEATHER, TIME, BELL] }),
  'streamed-tools': (sdk, plan, one, steps) =>
    useTools(sdk, plan, one, steps, { tools: [WEATHER, TIME, BELL], stream: true }),
  forced: (sdk, plan, one, steps) =>
    useTools(sdk, plan, one, steps, { tools: [WEATHER, TIME], toolChoice: TIME.name }),
  runner: async (sdk, plan, one, steps) => {
    const called = [];
    const run = (name) => (input) => {
      called.push({ name, args: input });
      return { found: `result of ${name}` };
    };
    const tools = [WEATHER, TIME].map((tool) => ({ ...tool, run: run(tool.name) }));
    steps.push({ ...(await sdk.runTools({ model: one.model, user: one.prompt, tools })), called });
  },
  structured: ask({ schema: TOWN }),
  'structured-streamed': ask({ schema: TOWN, stream: true }),
  vision: ask((plan) => ({ user: { image: { base64: plan.png } } })),
  'vision-url': ask((plan) => ({ user: { image: { url: plan.imageUrl } } })),
  document: ask((plan) => ({ user: { document: { base64: plan.pdf } } })),
  thinking: ask({ thinking: true }),
  'thinking-streamed': ask({ thinking: true, stream: true }),
  'thinking-tools': (sdk, plan, one, steps) =>
    useTools(sdk, plan, one, steps, { tools: [WEATHER], thinking: true }),
  'thinking-tools-streamed': (sdk, plan, one, steps) =>
    useTools(sdk, plan, one, steps, { tools: [WEATHER], thinking: true, stream: true }),
  stop: ask({ stop: ['STOP-HERE'] }),
  sampling: ask({ temperature: 0.5, topP: 0.9 }),
  length: ask({ maxTokens: 20 }),
  choices: ask({ choices: 2 }),
  logprobs: ask({ logprobs: true }),
  seed: ask({ seed: 7 }),
  penalties: ask({ penalty: 0.5 }),
  cache: ask({ system: 'Be brief.', cache: true }),
  abort: async (sdk, plan, one, steps) => {
    const aborting = new AbortController();
    const step = await sdk.ask({
      model: one.model,
      turns: [{ user: one.prompt }],
      maxTokens: 20000,
      stream: true,
      signal: aborting.signal,
      onText: () => aborting.abort(),
    });
    steps.push(step);
  },
  error: ask((plan, one) => ({ key: one.key, timeoutMillis: one.timeoutMillis })),
  'error-streamed': async (sdk, plan, one, steps) => {
    let text = '';
    let finished = false;
    try {
      const step = await sdk.ask({
        model: one.model,
        turns: [{ user: one.prompt }],
        maxTokens: 2000,
        stream: true,
        key: one.key,
        timeoutMillis: one.timeoutMillis,
        onText: (piece) => (text += piece),
      });
      finished = step.finish !== '';
      text = step.text;
      steps.push({ ...step, finished });
    } catch (error) {
      steps.push({ text, finished });
      throw error;
    }
  },
  embeddings: async (sdk, plan, one, steps) => {
    const { vectors, usage } = await sdk.embed({ model: one.model, inputs: [one.prompt, 'Another text.'] });
    const whole = vectors.filter((vector) => vector.length > 0 && vector.every(Number.isFinite));
    steps.push({ usage, deltas: whole.length });
  },
  'count-tokens': async (sdk, plan, one, steps) => {
    steps.push(await sdk.countTokens({ model: one.model, user: one.prompt }));
  },
  models: async (sdk, plan, one, steps) => {
    steps.push({ names: await sdk.models() });
  },
};

/** Does what a case asks for; the steps that came about stay in the list even if a later one fails. */
export async function perform(sdk, plan, one, steps) {
  const feature = FEATURES[one.feature];
  if (!feature) {
    throw new Error(`no such feature: ${one.feature}`);
  }
  await feature(sdk, plan, one, steps);
}
