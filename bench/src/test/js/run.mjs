// Runs the cases of a plan with one SDK: the plan is JSON on standard input, what came of each case is a line of JSON
// on standard output. Nothing is judged here; the test that starts this does.
import { observing } from './observe.mjs';
import { perform } from './features.mjs';

const SDKS = {
  'openai-js chat': () => import('./sdk/openai-chat.mjs'),
  'openai-js responses': () => import('./sdk/openai-responses.mjs'),
  'anthropic-js': () => import('./sdk/anthropic.mjs'),
  'genai-js': () => import('./sdk/genai.mjs'),
  'ai-sdk openai chat': () => import('./sdk/ai-openai-chat.mjs'),
  'ai-sdk openai responses': () => import('./sdk/ai-openai-responses.mjs'),
  'ai-sdk anthropic': () => import('./sdk/ai-anthropic.mjs'),
  'ai-sdk google': () => import('./sdk/ai-google.mjs'),
};

async function read(stream) {
  let text = '';
  for await (const piece of stream.setEncoding('utf8')) {
    text += piece;
  }
  return text;
}

function describe(error) {
  return {
    class: error?.constructor?.name ?? typeof error,
    status: error?.status ?? error?.statusCode ?? 0,
    code: String(error?.code ?? error?.errorCode ?? ''),
    type: String(error?.type ?? ''),
    message: String(error?.message ?? error).slice(0, 300),
    cause: String(error?.cause?.code ?? error?.cause?.message ?? ''),
  };
}

async function run(sdk, plan, one) {
  const exchanges = [];
  const steps = [];
  const line = { sdk: plan.sdk, case: one.id, exchanges, steps };
  const started = performance.now();
  try {
    await observing(exchanges, () => perform(sdk, plan, one, steps));
  } catch (error) {
    line.error = describe(error);
  }
  line.millis = Math.round(performance.now() - started);
  process.stdout.write(JSON.stringify(line) + '\n');
}

// An SDK may leave a promise of its own behind when its stream breaks.
process.on('unhandledRejection', (error) => process.stderr.write(`left behind: ${error}\n`));

const plan = JSON.parse(await read(process.stdin));
const { create } = await SDKS[plan.sdk]();
const sdk = create({ origin: plan.origin, key: plan.key, wrongKey: plan.wrongKey });
const waiting = [...plan.cases];
const workers = Array.from({ length: plan.concurrency }, async () => {
  for (let one = waiting.shift(); one; one = waiting.shift()) {
    await run(sdk, plan, one);
  }
});
await Promise.all(workers);
process.exit(0);
