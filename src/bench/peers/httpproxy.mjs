// The proxy of the http-proxy library, which passes bytes on once the upgrade is done. Arguments: port, sandbox's port.
import { createServer } from 'node:http';
import httpProxy from 'http-proxy';

const [port, sandbox] = process.argv.slice(2);
const proxy = httpProxy.createProxyServer({ target: `ws://127.0.0.1:${sandbox}`, ws: true });
proxy.on('error', () => {});

const server = createServer((request, response) => proxy.web(request, response));
server.on('upgrade', (request, socket, head) => proxy.ws(request, socket, head));
server.listen({ host: '127.0.0.1', port: Number(port), backlog: 4096 });
