import { TRPCClientError } from '@trpc/client';
import { plainWords } from './plainWords';

/**
 * Why a call failed: the gateway's tRPC code, UNREACHABLE when no answer of the gateway's came, or NO_ANSWER when
 * waiting for one took too long.
 */
export class GatewayFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(plainWords(message));
    this.name = 'GatewayFailure';
  }

  static from(cause: unknown): GatewayFailure {
    if (cause instanceof GatewayFailure) return cause;
    if (cause instanceof TRPCClientError) {
      const data: unknown = cause.data;
      if (typeof data === 'object' && data !== null && 'code' in data && typeof data.code === 'string') {
        return new GatewayFailure(data.code, cause.message);
      }
      if (cause.cause instanceof GatewayFailure) return cause.cause;
      if (cause.cause instanceof Error && cause.cause.name === 'TimeoutError') {
        return new GatewayFailure('NO_ANSWER', 'The gateway does not answer');
      }
    }
    return new GatewayFailure('UNREACHABLE', 'The gateway does not answer');
  }
}
