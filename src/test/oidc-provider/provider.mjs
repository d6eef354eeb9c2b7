// A real OpenID Connect provider where everybody may log in with any password, for one client: the gateway.
// Arguments: port, the client's id and secret, the gateway's origin. Says "ready" when it listens.
// POST /control?user=…&groups=a,b&disabled=true changes what it says of a user; POST /control?down=true makes it answer
// 503 to everything else. GET /control tells every token it has issued.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import Provider from 'oidc-provider';

const [port, clientId, clientSecret, gateway] = process.argv.slice(2);

const users = new Map();
let down = false;

function key(type, options, alg) {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg };
}

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [`${gateway}/login/callback`],
      post_logout_redirect_uris: [`${gateway}/`],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
  ],
  jwks: { keys: [key('rsa', { modulusLength: 2048 }, 'RS256')] },
  cookies: { keys: [randomUUID()] },
  pkce: { required: () => true },
  claims: { openid: ['sub', 'groups', 'email', 'email_verified'] },
  conformIdTokenClaims: false,
  issueRefreshToken: async () => true,
  rotateRefreshToken: true,
  findAccount: async (_context, id) => {
    const known = users.get(id) ?? { groups: [] };
    if (known.disabled) return undefined;
    return {
      accountId: id,
      claims: async () => ({
        sub: id,
        groups: known.groups,
        email: `${id}@example.org`,
        email_verified: id !== 'mallory',
      }),
    };
  },
});

const issued = [];
provider.on('grant.success', ({ body }) => issued.push(body.access_token, body.id_token, body.refresh_token));

provider.use(async (context, next) => {
  if (context.method === 'POST' && context.path === '/control') {
    const { user, groups, disabled, down: isDown } = context.query;
    if (user) {
      users.set(user, { groups: groups ? groups.split(',') : [], disabled: disabled === 'true' });
    }
    if (isDown) down = isDown === 'true';
    context.status = 204;
  } else if (context.path === '/control') {
    context.body = issued;
  } else if (down) {
    context.status = 503;
    context.body = 'down';
  } else {
    await next();
  }
});

provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
