import { createTRPCClient, httpBatchLink, httpLink } from '@trpc/client';
import { run } from '../run.mjs';

await run(createTRPCClient, { httpLink, httpBatchLink });
