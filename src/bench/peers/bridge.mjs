// A WebSocket bridge as one writes it in Node with the ws library: message by message. Arguments: port, sandbox's port.
import { WebSocket, WebSocketServer } from 'ws';

const [port, sandbox] = process.argv.slice(2);
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false, backlog: 4096 });
const MOST_QUEUED_BYTES = 256 * 1024;

server.on('connection', (browser, request) => {
    const upstream = new WebSocket(`ws://127.0.0.1:${sandbox}${request.url}`, { perMessageDeflate: false });
    const early = [];
    browser.on('message', (data, binary) => {
        if (upstream.readyState === WebSocket.OPEN) upstream.send(data, { binary });
        else early.push([data, binary]);
    });
    upstream.on('open', () => early.forEach(([data, binary]) => upstream.send(data, { binary })));
    upstream.on('message', (data, binary) => {
        browser.send(data, { binary }, () => {
            if (upstream.isPaused && browser.bufferedAmount < MOST_QUEUED_BYTES / 2) upstream.resume();
        });
        if (browser.bufferedAmount > MOST_QUEUED_BYTES) upstream.pause();
    });
    browser.on('close', () => upstream.terminate());
    upstream.on('close', () => browser.terminate());
    browser.on('error', () => {});
    upstream.on('error', () => {});
});
