import { z } from 'zod';
import { startLocalS3 } from './index.js';

const settingsSchema = z.object({
  LOCAL_S3_FOLDER: z.string().min(1),
  LOCAL_S3_PORT: z.coerce.number().int().min(0).max(65_535),
  LOCAL_S3_ACCESS_KEY_ID: z.string().min(1),
  LOCAL_S3_SECRET_ACCESS_KEY: z.string().min(1),
});

const settings = settingsSchema.safeParse(process.env);
if (!settings.success) {
  console.error(`local-s3 can't start:\n${z.prettifyError(settings.error)}`);
  process.exit(1);
}

const { data } = settings;
try {
  const store = await startLocalS3({
    folder: data.LOCAL_S3_FOLDER,
    port: data.LOCAL_S3_PORT,
    accessKeyId: data.LOCAL_S3_ACCESS_KEY_ID,
    secretAccessKey: data.LOCAL_S3_SECRET_ACCESS_KEY,
  });
  console.log(`local-s3 serves ${data.LOCAL_S3_FOLDER} at ${store.url}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      store.close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error('local-s3:', error);
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  console.error(`local-s3 can't start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
