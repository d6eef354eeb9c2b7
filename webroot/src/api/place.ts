/** Where the gateway is, and who asks it. */
export interface GatewayPlace {
  /**
   * The gateway's address, such as `https://gateway.example`, with a path where a proxy puts one before it. Empty:
   * the page's own origin. Another origin must be named in the gateway's `GASTOWN_ALLOWED_ORIGINS`.
   */
  baseUrl?: string;
  /**
   * Gives the user token that goes with each call, and is asked for it each time. Without it the cookie
   * `gastown_session` says who asks.
   */
  token?: () => string | Promise<string>;
}

/** The address of one of the gateway's paths. */
export function addressOf({ baseUrl = '' }: GatewayPlace, path: string): URL {
  return new URL(baseUrl.replace(/\/+$/, '') + path, location.href);
}

/** Cookies for those who come by cookie only: whom a token names must not depend on what else the browser holds. */
export function credentialsFor({ token }: GatewayPlace): RequestCredentials {
  return token === undefined ? 'include' : 'omit';
}
