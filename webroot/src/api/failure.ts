import { TRPCClientError } from '@trpc/client';

/** Why a call failed: the gateway's tRPC code, or UNREACHABLE when no answer came at all. */
export class GatewayFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'GatewayFailure';
  }

  static from(cause: unknown): GatewayFailure {
    if (cause instanceof GatewayFailure) return cause;
    if (cause instanceof TRPCClientError) {
      const data: unknown = cause.data;
      if (typeof data === 'object' && data !== null && 'code' in data && typeof data.code === 'string') {
        return new GatewayFailure(data.code, cause.message);
      }
    }
    return new GatewayFailure('UNREACHABLE', 'The gateway does not answer');
  }
}
