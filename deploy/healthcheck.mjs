// Exits with 0 when the app of this container is ready. A container runs one app, so one of the three ports answers.
const { PORT = '3000', WORKER_HEALTH_PORT = '3001', TRANSCODER_HEALTH_PORT = '3002' } = process.env;

const answers = await Promise.allSettled(
  [PORT, WORKER_HEALTH_PORT, TRANSCODER_HEALTH_PORT].map((port) =>
    fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(4_000) }),
  ),
);
process.exit(answers.some(({ value }) => value?.ok) ? 0 : 1);
