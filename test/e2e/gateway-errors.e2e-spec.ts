import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Log } from '@moments/platform';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { ProbeModule } from '../support/probe.module.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ contexts: [ProbeModule] });
});
afterAll(() => gateway.close());

const secret = /secret of the house/;

describe('errors that leave the house', () => {
  it('are userErrors in a payload for what a person can mend', async () => {
    const { status, data, errors } = await gateway.query(
      'mutation { probeWrite(input: { text: "" }) { probe { text } userErrors { code reason message field } } }',
    );
    expect(status).toBe(200);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      probeWrite: {
        probe: null,
        userErrors: [{ code: 'INVALID_INPUT', reason: 'invalid_input', message: 'must not be empty', field: ['text'] }],
      },
    });
  });

  it('are an empty list of userErrors when all went well', async () => {
    const { data } = await gateway.query(
      'mutation { probeWrite(input: { text: "a" }) { probe { text } userErrors { code } } }',
    );
    expect(data).toEqual({ probeWrite: { probe: { text: 'a' }, userErrors: [] } });
  });

  it('are userErrors, too, when the role is missing', async () => {
    const { data } = await gateway.query('mutation { probeOperate { userErrors { code reason } } }');
    expect(data).toEqual({ probeOperate: { userErrors: [{ code: 'UNAUTHENTICATED', reason: 'sign_in_required' }] } });
  });

  it('carry code and reason where there is no payload, in the language of the reader', async () => {
    const { status, data, errors } = await gateway.query('{ probeRefused }', undefined, {
      headers: { 'accept-language': 'ru-RU,ru;q=0.9' },
    });
    expect(status).toBe(200);
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      {
        message: 'Такого объекта нет.',
        path: ['probeRefused'],
        extensions: { code: 'NOT_FOUND', reason: 'not_found' },
      },
    ]);
  });

  it('carry code and reason when a nested field throws, and leave its neighbours alone', async () => {
    const { data, errors } = await gateway.query('{ probe(text: "a") { text refused } }');
    expect(data).toEqual({ probe: { text: 'a', refused: null } });
    expect(errors).toMatchObject([{ path: ['probe', 'refused'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it.each([
    ['a query throws', '{ probeBroken }', ['probeBroken']],
    ['a nested field throws', '{ probe { broken } }', ['probe', 'broken']],
    ['a mutation throws', 'mutation { probeWrite(input: { text: "break" }) { userErrors { code } } }', ['probeWrite']],
    ['a value does not serialize', '{ probeBadInt }', ['probeBadInt']],
  ])('tell nothing but an id when %s, and log the rest under it', async (_title, document, path) => {
    const logged = jest.spyOn(gateway.app.get(Log), 'error');
    const answer = await gateway.query(document);
    const [error] = answer.errors ?? [];
    expect(error).toMatchObject({
      message: 'Something went wrong on our side.',
      path,
      extensions: { code: 'INTERNAL' },
    });
    expect(JSON.stringify(answer)).not.toMatch(secret);
    const [details] = logged.mock.calls[0] as [{ errorId: string; err: { message: string; stack?: string } }];
    expect(logged).toHaveBeenCalledTimes(1);
    expect(details.errorId).toBe(error?.extensions?.errorId);
    expect(details.err.message).toMatch(secret);
    if (path[0] !== 'probeBadInt') expect(details.err.stack).toMatch(/ at /);
    logged.mockRestore();
  });

  it('do not fill the log when a person makes a mistake', async () => {
    const logged = jest.spyOn(gateway.app.get(Log), 'error');
    await gateway.query('{ probeRefused probe { refused } }');
    await gateway.query('{ probeSignedIn }');
    await gateway.query('{ nonsense }');
    expect(logged).not.toHaveBeenCalled();
    logged.mockRestore();
  });

  it('keep their codes when the document is wrong', async () => {
    const code = async (document: string, variables?: Record<string, unknown>) => {
      const { status, errors } = await gateway.query(document, variables);
      return { status, code: errors?.[0]?.extensions?.code };
    };
    expect(await code('{ probe {')).toEqual({ status: 400, code: 'GRAPHQL_PARSE_FAILED' });
    expect(await code('{ nonsense }')).toEqual({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(await code('query A { __typename } query B { __typename }')).toEqual({
      status: 400,
      code: 'OPERATION_RESOLUTION_FAILURE',
    });
    expect(await code('query ($n: Int!) { probes(first: $n) { text } }', { n: 'many' })).toEqual({
      status: 400,
      code: 'BAD_USER_INPUT',
    });
    expect(await code('subscription { probeNews(subject: "a") { text } }')).toEqual({
      status: 400,
      code: 'BAD_REQUEST',
    });
  });

  it.each(['nonsense', 'eyJhbGciOiJub25lIn0.e30.', ''])(
    'are a 401 in GraphQL’s own form, never HTML, for the token "%s"',
    async (token) => {
      const { status, headers, errors, data } = await gateway.query('{ __typename }', undefined, {
        headers: { authorization: `Bearer ${token}`, accept: 'text/html, */*' },
      });
      expect(status).toBe(401);
      expect(headers.get('content-type')).toMatch(/json/);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', reason: 'token_invalid' } }]);
    },
  );
});
