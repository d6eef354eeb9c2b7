// Calls a gateway with a real tRPC client and prints what the client made of the answers, as one line of JSON.
// Arguments: the API's address, a user token, the user's town, somebody else's town.

const [url, token, town, foreignTown] = process.argv.slice(2);

/** The part of an outcome that a program can act on. */
function seen(outcome) {
  if (outcome.status === 'fulfilled') {
    return { data: outcome.value };
  }
  const error = outcome.reason;
  return {
    name: error.name,
    message: error.message,
    code: error.data?.code,
    httpStatus: error.data?.httpStatus,
    path: error.data?.path,
    number: error.shape?.code,
  };
}

async function settled(...calls) {
  return (await Promise.allSettled(calls)).map(seen);
}

async function scenario(create, link) {
  const requests = [];
  const counting = async (address, options) => {
    const response = await fetch(address, options);
    requests.push({ method: options.method ?? 'GET', status: response.status });
    return response;
  };
  const client = (headers) =>
    create({ links: [link({ url, fetch: counting, headers: () => headers })] }).gastown;
  const alice = client({ authorization: `Bearer ${token}` });
  const answers = {};
  const record = async (name, ...calls) => {
    requests.length = 0;
    const outcomes = await settled(...calls.map((call) => call()));
    answers[name] = { outcomes, requests: [...requests] };
  };

  await record('one', () => alice.listTowns.query());
  await record(
    'queries',
    () => alice.listTowns.query(),
    () => alice.listSessions.query({ townId: town }),
    () => alice.listSessions.query({ townId: foreignTown }),
    () => alice.roundTrip.query({ townId: town }),
  );
  await record(
    'mutations',
    () => alice.getStreamTicket.mutate({ townId: town, sessionName: 'hq-mayor' }),
    () => alice.getStreamTicket.mutate({ townId: town, sessionName: 'gt-witness' }),
    () => alice.getWallTicket.mutate({ townId: town, sessionNames: ['hq-mayor', 'gt-witness'] }),
  );
  await record(
    'refused',
    () => alice.getStreamTicket.mutate({ townId: 'no uuid', sessionName: 'hq-mayor' }),
    () => alice.getStreamTicket.mutate({ townId: foreignTown, sessionName: 'hq-mayor' }),
  );
  await record('unknown', () => alice.nothing.query());
  await record('wrongKind', () => alice.listTowns.mutate());
  await record('stranger', () => client({}).listTowns.query());
  await record('tooMany', ...Array.from({ length: 11 }, () => () => alice.listTowns.query()));
  await record('tooLarge', () =>
    alice.getStreamTicket.mutate({ townId: town, sessionName: 'x'.repeat(100_000) }),
  );
  return answers;
}

export async function run(create, { httpLink, httpBatchLink }) {
  console.log(
    JSON.stringify({
      httpLink: await scenario(create, httpLink),
      httpBatchLink: await scenario(create, httpBatchLink),
    }),
  );
}
