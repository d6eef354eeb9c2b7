import { createTRPCProxyClient, httpBatchLink, httpLink } from '@trpc/client';
import { run } from '../run.mjs';

await run(createTRPCProxyClient, { httpLink, httpBatchLink });
