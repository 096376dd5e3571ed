// A provider of OpenID Connect (npm oidc-provider, certified) on this machine, with people of three roles and one of none.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

/** Who there is; any password will do. */
const people = { rita: ['reader'], paul: ['planner'], ada: ['administrator'], guest: [] };

/** A port that nobody uses at the moment. */
export async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

/** Starts the provider for one service; `seen` holds what it was asked at its token address. */
export async function startProvider({ service, id, secret }) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: id,
        client_secret: secret,
        redirect_uris: [`${service}/sign-in/back`],
        post_logout_redirect_uris: [`${service}/sign-out/done`],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'roles'] },
    cookies: { keys: ['for this test alone'] },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    pkce: { required: () => true },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, preferred_username: sub, roles: people[sub] ?? [] }),
    }),
    renderError: (context, out) => {
      context.body = JSON.stringify(out);
    },
  });
  const wrong = [];
  provider.on('server_error', (_, error) => wrong.push(error.stack));
  const server = createServer(provider.callback());
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  return { issuer, wrong, stop: () => server.close() };
}
