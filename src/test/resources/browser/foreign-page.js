/*
 * What a page can try against a gateway where its visitor is logged in. Each attempt answers what it learned: the empty
 * string when that is nothing.
 */
const DEADLINE_MILLIS = 8000;

function attempts({ gateway, townId, ticket, wallTicket }) {
  const socket = gateway.replace('http', 'ws');
  const events = `${gateway}/api/gastown/events`;
  const terminal = `${socket}/api/gastown/terminal`;
  const queries = {
    towns: `${gateway}/api/trpc/gastown.listTowns`,
    sessions: `${gateway}/api/trpc/gastown.listSessions?input=${encodeURIComponent(JSON.stringify({ townId }))}`,
  };
  const mint = `${gateway}/api/trpc/gastown.getStreamTicket`;
  const input = JSON.stringify({ townId, sessionName: 'hq-mayor' });
  const logout = `${gateway}/logout`;
  const sockJs = (transport) => `${events}/000/${Math.random().toString(36).slice(2)}/${transport}`;
  const as = (type) => ({ method: 'POST', headers: { 'Content-Type': type }, body: input });
  const unasked = { method: 'POST', mode: 'no-cors' };

  return {
    'fetch towns': () => read(queries.towns),
    'fetch sessions': () => read(queries.sessions),
    'fetch the page': () => read(`${gateway}/`),
    'fetch text': () => read(mint, as('text/plain')),
    'fetch form': () => read(mint, as('application/x-www-form-urlencoded')),
    'fetch JSON': () => read(mint, as('application/json')),
    'fetch batch': () => read(`${mint}?batch=1`, { ...as('application/json'), body: `{"0":${input}}` }),
    'fetch a mutation by GET': () => read(`${mint}?input=${encodeURIComponent(input)}`),
    'fetch unasked': () => read(queries.sessions, { mode: 'no-cors' }),
    'fetch text unasked': () => read(mint, { ...unasked, body: input }),
    'fetch JSON unasked': () => read(mint, { ...unasked, body: new Blob([input], { type: 'application/json' }) }),
    'fetch logout unasked': () => read(logout, unasked),
    'XHR query': () => xhr('GET', queries.sessions),
    'XHR text': () => xhr('POST', mint, 'text/plain', input),
    'XHR JSON': () => xhr('POST', mint, 'application/json', input),
    'beacon text': () => beacon(mint, new Blob([input], { type: 'text/plain' })),
    'beacon JSON': () => beacon(mint, new Blob([input], { type: 'application/json' })),
    'beacon logout': () => beacon(logout),
    'form to the API': () => form(mint, { [input]: '' }),
    'form to logout': () => form(logout, {}),
    'script of the API': () => tag('script', 'src', queries.sessions),
    'script of SockJS': () => tag('script', 'src', `${sockJs('jsonp')}?c=stolen`),
    'module': () => import(queries.sessions).then(() => 'a module', () => ''),
    'image': () => tag('img', 'src', queries.sessions),
    'video': () => tag('video', 'src', queries.sessions),
    'style sheet': () => tag('link', 'href', queries.sessions, { rel: 'stylesheet' }),
    'prefetch': () => tag('link', 'href', queries.sessions, { rel: 'prefetch' }),
    'frame of the API': () => tag('iframe', 'src', queries.sessions),
    'frame without an origin': () => tag('iframe', 'src', queries.sessions, { sandbox: 'allow-scripts' }),
    'object of the API': () => tag('object', 'data', queries.sessions),
    'embedded API': () => tag('embed', 'src', queries.sessions),
    'terminal': () => webSocket(terminal),
    'terminal, leaked ticket': () => webSocket(`${terminal}?ticket=${ticket}`),
    'terminal v2, leaked ticket': () => webSocket(`${terminal}?ticket=${ticket}`, 'gastown.terminal.v2'),
    'terminal by fetch, leaked ticket': () => read(`${gateway}/api/gastown/terminal?ticket=${ticket}`),
    'wall, leaked ticket': () => webSocket(`${socket}/api/gastown/wall?ticket=${wallTicket}`, 'gastown.wall.v1'),
    'feed': () => webSocket(`${socket}/api/gastown/events/websocket`),
    'SockJS websocket': () => webSocket(sockJs('websocket').replace('http', 'ws')),
    'SockJS xhr': () => xhr('POST', sockJs('xhr')),
    'SockJS xhr unasked': () => read(sockJs('xhr'), unasked),
    'SockJS xhr_streaming': () => xhr('POST', sockJs('xhr_streaming')),
    'SockJS xhr_send': () => xhr('POST', sockJs('xhr_send'), 'text/plain', '["x"]'),
    'SockJS eventsource': () => eventSource(sockJs('eventsource')),
    'SockJS jsonp_send': () => form(sockJs('jsonp_send'), { d: '["x"]' }),
    'SockJS htmlfile': () => tag('iframe', 'src', `${sockJs('htmlfile')}?c=stolen`),
    'SockJS iframe': () => tag('iframe', 'src', `${events}/iframe.html`),
    'SockJS info': () => xhr('GET', `${events}/info`),
  };
}

async function read(address, options = {}) {
  try {
    const answer = await fetch(address, { credentials: 'include', ...options });
    return answer.type === 'opaque' ? '' : `${answer.status} ${await answer.text()}`;
  } catch {
    return '';
  }
}

/** Reads what comes, also of an answer that never ends. */
function xhr(method, address, type, body) {
  return new Promise((learned) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.withCredentials = true;
    if (type) request.setRequestHeader('Content-Type', type);
    request.onprogress = () => request.responseText && learned(`${request.status} ${request.responseText}`);
    request.onload = () => learned(`${request.status} ${request.responseText}`);
    request.onerror = () => learned('');
    request.send(body);
  });
}

function beacon(address, body) {
  try {
    navigator.sendBeacon(address, body);
  } catch {
    // Not even that.
  }
  return '';
}

async function form(action, fields) {
  const frame = document.createElement('iframe');
  frame.name = `answer-${Math.random()}`;
  document.body.append(frame);
  const sent = Object.assign(document.createElement('form'), {
    action, method: 'post', enctype: 'text/plain', target: frame.name,
  });
  for (const [name, value] of Object.entries(fields)) {
    sent.append(Object.assign(document.createElement('input'), { name, value }));
  }
  document.body.append(sent);
  const answered = new Promise((loaded) => (frame.onload = loaded));
  sent.submit();
  await answered;
  return insideOf(frame);
}

function insideOf(frame) {
  try {
    const inside = frame.contentWindow.location.href;
    return inside === 'about:blank' ? '' : `${inside} ${frame.contentDocument.body.innerText}`;
  } catch {
    return '';
  }
}

const taken = [];

/** Whatever a page may include without asking; what it includes may call {@code stolen}. */
async function tag(name, attribute, address, more = {}) {
  window.stolen ??= (what) => taken.push(what);
  const element = document.createElement(name);
  Object.entries({ ...more, [attribute]: address }).forEach(([key, value]) => element.setAttribute(key, value));
  const over = new Promise((done) => {
    element.onload = element.onerror = element.onloadeddata = done;
  });
  document.body.append(element);
  await over;
  const shown = element.naturalWidth || element.videoWidth || '';
  let rules = '';
  try {
    rules = element.sheet?.cssRules.length || '';
  } catch {
    // Another origin's.
  }
  return `${taken}${shown}${rules}${['iframe', 'object', 'embed'].includes(name) ? insideOf(element) : ''}`;
}

function webSocket(address, protocol) {
  return new Promise((learned) => {
    const opened = new WebSocket(address, protocol ? [protocol] : []);
    opened.onopen = () => {
      learned('open');
      opened.close();
    };
    opened.onerror = () => learned('');
  });
}

function eventSource(address) {
  return new Promise((learned) => {
    const source = new EventSource(address, { withCredentials: true });
    const end = (what) => {
      source.close();
      learned(what);
    };
    source.onmessage = (event) => end(event.data);
    source.onopen = () => end('open');
    source.onerror = () => end('');
  });
}

/** Makes the named attempts at once, or all, and tells what each learned. */
async function attempt(target, names) {
  const all = attempts(target);
  const late = () => new Promise((late) => setTimeout(late, DEADLINE_MILLIS, 'no end in time'));
  const made = (names ?? Object.keys(all)).map(async (name) => [name, await Promise.race([all[name](), late()])]);
  return Object.fromEntries(await Promise.all(made));
}
