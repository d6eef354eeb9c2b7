declare module '@vertx/eventbus-bridge-client.js' {
  type Handler = (error: unknown, message?: { body: unknown }) => void;

  export default class EventBus {
    constructor(url: string, options?: { transports?: string[]; timeout?: number });
    readonly sockJSConn: {
      readonly transport: string | null;
      addEventListener(type: 'open', listener: () => void): void;
    };
    onopen: (() => void) | null;
    onclose: (() => void) | null;
    onerror: ((error: unknown) => void) | null;
    onunhandled: (message: { type?: string }) => void;
    registerHandler(address: string, handler: Handler): void;
    unregisterHandler(address: string, handler: Handler): void;
    close(): void;
  }
}
